import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { resourceName, type Settings } from '../settings.ts';

export interface BackupsProps {
  readonly settings: Settings;
  readonly table: Pick<Table, 'tableArn'>;
}

/**
 * A copy of the table for each day, in a vault of its own. Recovery to any second, which the table has besides, hangs on
 * the table; these copies do not, and may be copied to another account. They hold people who asked to be forgotten since,
 * so they are kept no longer than the settings say, and whoever restores one forgets those again.
 */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, { settings, table }: BackupsProps) {
    super(scope, id);
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: resourceName(settings, 'table'),
      // Nobody, whatever they may do, deletes a copy before its time.
      blockRecoveryPointDeletion: settings.keepData,
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: resourceName(settings, 'table'),
      backupVault: vault,
    });
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '3', minute: '30' }),
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(6),
        deleteAfter: Duration.days(settings.backupDays),
      }),
    );
    const role = new Role(this, 'Role', {
      description: 'Copies the table',
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup'),
      ],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      reason:
        'What AWS Backup does in the name of this role changes with the service, and only it can take the role.',
    });
    plan.addSelection('Table', {
      resources: [BackupResource.fromArn(table.tableArn)],
      role,
      disableDefaultBackupPolicy: true,
    });
  }
}
