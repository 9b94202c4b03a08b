import { describe, expect, it } from 'vitest';
import { mailAddress, resourceName, settingsOf } from '../settings.ts';

const read = (context: Readonly<Record<string, unknown>> = {}) =>
  settingsOf({ tryGetContext: (name: string) => context[name] });

const production = {
  stage: 'prod',
  authIssuer: 'https://login.example.com/',
  authAudience: 'api',
  allowedOrigins: 'https://app.example.com, https://admin.example.com',
  alarmEmail: 'operations@example.com',
  mailFrom: 'Punctual <notices@example.com>',
  webUrl: 'https://app.example.com',
};

describe('settings', () => {
  it('need nothing for development', () => {
    expect(read()).toMatchObject({ stage: 'dev', keepData: false, authRolesClaim: 'roles' });
  });

  it('are read from the context', () => {
    expect(read(production)).toMatchObject({
      stage: 'prod',
      keepData: true,
      authAudience: ['api'],
      allowedOrigins: ['https://app.example.com', 'https://admin.example.com'],
    });
    expect(read({ allowedOrigins: ['https://one.example'] }).allowedOrigins).toEqual(['https://one.example']);
  });

  it.each(['authIssuer', 'authAudience', 'allowedOrigins', 'mailFrom', 'webUrl', 'alarmEmail'] as const)(
    'must name %s in production',
    (name) => {
      const { [name]: _, ...rest } = production;
      expect(() => read(rest)).toThrow(name);
    },
  );

  it.each([
    ['stage', 'staging'],
    ['authIssuer', 'http://login.example.com'],
    ['authAudience', ''],
    ['allowedOrigins', 'https://app.example.com/page'],
    ['publicApiUrl', 'https://api.example.com/'],
    ['alarmEmail', 'nobody'],
    ['paymentGraceMinutes', '-1'],
    ['paymentGraceMinutes', 'soon'],
    ['mailFrom', 'Punctual notices@example.com'],
    ['domainName', 'https://api.example.com'],
    ['rollout', 'slowly'],
    ['backupDays', '-1'],
  ])('refuse %s=%s by name', (name, value) => {
    expect(() => read({ ...production, [name]: value })).toThrow(name);
  });

  it.each(['notices@example.com', 'Punctual <notices@example.com>'])('know the address in %s', (mailFrom) => {
    expect(mailAddress(read({ mailFrom }))).toBe('notices@example.com');
  });

  it('follow from the stage, unless they are chosen', () => {
    expect(read()).toMatchObject({ rollout: 'at-once', backupDays: 0, logRetentionDays: 7 });
    expect(read(production)).toMatchObject({ rollout: 'canary', backupDays: 35, logRetentionDays: 90 });
    expect(read({ ...production, rollout: 'at-once', backupDays: '0' })).toMatchObject({
      rollout: 'at-once',
      backupDays: 0,
    });
  });

  it('want a certificate with a domain, and a domain with a zone', () => {
    expect(() => read({ domainName: 'api.example.com' })).toThrow('belong together');
    expect(() => read({ certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/1' })).toThrow(
      'belong together',
    );
    expect(() => read({ hostedZoneId: 'Z0' })).toThrow('hostedZoneId');
  });

  describe('of a firewall', () => {
    const whole = {
      ...production,
      domainName: 'api.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/1',
      originName: 'origin.example.com',
      edgeCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/2',
      originClientCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/3',
      originTruststore: 's3://truststore/origin-1.pem',
    };

    it.each(['true', true])('make one when all are there, and it is asked for with %j', (firewall) => {
      const { domainName, originName, edgeCertificateArn, originClientCertificateArn, originTruststore } =
        whole;
      const own = { originName, edgeCertificateArn, originClientCertificateArn, originTruststore };
      expect(read({ ...whole, firewall }).firewall).toEqual({ domainName, ...own });
    });

    it.each([undefined, 'false', false])('make none with %j, and are refused then', (firewall) => {
      expect(read({ ...production, firewall }).firewall).toBeUndefined();
      expect(() => read({ ...whole, firewall })).toThrow(
        /^originName, edgeCertificateArn, originClientCertificateArn, originTruststore: .*firewall=true/,
      );
    });

    it.each([
      'domainName',
      'originName',
      'edgeCertificateArn',
      'originClientCertificateArn',
      'originTruststore',
    ] as const)('must name %s', (name) => {
      const { [name]: _, ...rest } = whole;
      const { certificateArn, ...zoneless } = rest;
      const given = name === 'domainName' ? zoneless : { ...zoneless, certificateArn };
      expect(() => read({ ...given, firewall: 'true' })).toThrow(`A firewall needs ${name}: pass`);
    });

    it.each([
      ['firewall', 'maybe'],
      ['originName', 'https://origin.example.com'],
      ['originName', 'api.example.com'],
      ['edgeCertificateArn', 'arn:aws:acm:eu-central-1:000000000000:certificate/2'],
      ['originClientCertificateArn', 'arn:aws:acm:eu-central-1:000000000000:certificate/3'],
      ['originTruststore', 'https://truststore.s3.amazonaws.com/origin-1.pem'],
      ['originTruststore', 's3://truststore'],
    ])('refuse %s=%s by name', (name, value) => {
      expect(() => read({ ...whole, firewall: 'true', [name]: value })).toThrow(name);
    });
  });

  it('name things by stage', () => {
    expect(resourceName({ stage: 'prod' }, 'send-notice')).toBe('punctual-prod-send-notice');
  });
});
