import { tableDefinition, timeToLiveAttribute } from '@punctual/adapters/dynamodb/table.ts';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, it } from 'vitest';
import { product } from './product.ts';

describe('data', () => {
  it('keeps the table recoverable, encrypted with a key of our own, and streamed', () => {
    product.data.hasResourceProperties('AWS::DynamoDB::Table', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    product.data.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('declares the very table that the adapters create', () => {
    const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema, StreamSpecification } =
      tableDefinition('punctual');
    product.data.hasResourceProperties('AWS::DynamoDB::Table', {
      AttributeDefinitions,
      BillingMode,
      GlobalSecondaryIndexes,
      KeySchema,
      StreamSpecification: { StreamViewType: StreamSpecification?.StreamViewType },
    });
  });

  it('archives the events of the bus', () => {
    product.data.hasResourceProperties('AWS::Events::Archive', { RetentionDays: Match.anyValue() });
  });

  it('tells of mail that did not arrive, and lets SES do so', () => {
    product.data.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        SnsDestination: { TopicARN: Match.anyValue() },
      },
    });
    product.data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' } }),
        ]),
      },
    });
    product.workers.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^notebouncesQueue'), 'Arn'] },
      RedrivePolicy: Match.anyValue(),
    });
  });

  it('lets alarms, and nobody else, publish to the topic', () => {
    product.data.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ],
      },
    });
  });
});
