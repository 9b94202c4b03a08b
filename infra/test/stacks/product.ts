import { resourcesOf, synthesized } from '../synthesis.ts';

/** What development gets, without any setting; made once for all tests of the stacks. */
export const product = synthesized();
export const templates = [product.data, product.api, product.workers, product.observability];
export const everyResource = templates.flatMap((template) => resourcesOf(template));

/** What production has to choose, and some of what it can. */
export const production = {
  stage: 'prod',
  authIssuer: 'https://login.example.com/',
  authAudience: 'api,mobile',
  allowedOrigins: 'https://app.example.com',
  alarmEmail: 'operations@example.com',
  mailFrom: 'Punctual <notices@example.com>',
  webUrl: 'https://app.example.com',
  domainName: 'api.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/1',
  hostedZoneId: 'Z0000000000000',
  googleClientId: 'google-client',
  paymentGraceMinutes: '45',
  pushApplicationIos: 'arn:aws:sns:eu-central-1:000000000000:app/APNS/punctual',
};

/** The same, without a firewall. */
export const deployed = synthesized(production);
