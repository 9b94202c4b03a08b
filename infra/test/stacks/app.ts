import { routes } from '@punctual/contracts/registry.ts';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { compose } from '../../compose.ts';
import { acknowledgementsOf, resourcesOf, synthesized, testApp } from '../synthesis.ts';
import { product, templates } from './product.ts';

describe('the app', () => {
  const again = synthesized();

  it('passes cdk-nag', () => {
    expect(again.app.synth().stacks).toHaveLength(4);
  });

  it('is the same when it is made again', () => {
    for (const part of ['data', 'api', 'workers', 'observability'] as const) {
      // As text, because the order counts too; not printed, because it is long.
      const same = JSON.stringify(again[part].toJSON()) === JSON.stringify(product[part].toJSON());
      expect(same, part).toBe(true);
    }
  });

  it('fits into its stacks, which hold 500 resources and a megabyte each', () => {
    for (const template of templates) {
      expect(resourcesOf(template).length).toBeLessThanOrEqual(490);
      expect(JSON.stringify(template.toJSON()).length).toBeLessThan(950_000);
    }
  });

  it('is really checked by cdk-nag', () => {
    const app = testApp();
    const { data } = compose(app);
    new Queue(data, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS[34]/);
  });

  it('acknowledges findings one by one and with a reason', () => {
    const acknowledged = acknowledgementsOf(product.app);
    const open = routes.filter(({ access }) => access === 'public').map(({ operationId }) => operationId);
    const kinds: Record<string, RegExp> = {
      'AwsSolutions-IAM5[Resource::*]': /\/Role$/,
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/punctual-dev-timers/*]':
        /\/Role$/,
      'AwsSolutions-SMG4': /^Punctual-dev-Data\/(Link|Calendly|Google|Microsoft|Zoom)\w+$/,
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:punctual-dev-*]':
        /\/Rollouts\/Role$/,
      'AwsSolutions-APIG4': new RegExp(`^Punctual-dev-Api/Contract/(${open.join('|')})$`, 'i'),
      'AwsSolutions-SQS3': /\/DeadLetters\/Queue$/,
    };
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { path, rule, reason } of acknowledged) {
      expect(path).toMatch(kinds[rule] ?? /^no acknowledgement of this kind$/);
      expect(reason.length).toBeGreaterThan(40);
    }
  });

  it('is deployed in order', () => {
    const { data, api, workers: after, observability } = product.stacks;
    expect(data.dependencies).toEqual([]);
    expect(api.dependencies).toEqual([data]);
    expect(after.dependencies).toEqual(expect.arrayContaining([data, api]));
    expect(observability.dependencies).toEqual(expect.arrayContaining([data, api, after]));
    product.api.hasOutput('ApiUrl', {});
  });

  it('names no account and no region', () => {
    for (const template of templates) {
      expect(JSON.stringify(template.toJSON())).not.toMatch(/\b\d{12}\b|\b(eu|us|ap)-[a-z]+-\d\b/);
    }
  });
});
