import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ContractApi, type ContractApiProps } from '../constructs/contract-api.ts';

/** The HTTP surface: the API and the functions behind it. */
export class ApiStack extends Stack {
  readonly contract: ContractApi;

  constructor(scope: Construct, id: string, { platform, routes, ...props }: StackProps & ContractApiProps) {
    super(scope, id, props);
    this.contract = new ContractApi(this, 'Contract', { platform, routes });
    new CfnOutput(this, 'ApiUrl', { value: this.contract.url, description: 'Where the API answers' });
  }
}
