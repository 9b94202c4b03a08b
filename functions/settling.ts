import { dynamodbDeliveries } from '@punctual/adapters/dynamodb/deliveries.ts';
import { dynamodbSuppressions } from '@punctual/adapters/dynamodb/suppressions.ts';
import { sesMailer } from '@punctual/adapters/email/ses-mailer.ts';
import { sendClashNotice } from '@punctual/application/intake/clash-notice.ts';
import type { SettlePorts } from '@punctual/application/intake/settle.ts';
import { doubtRule, required } from './environment.ts';
import { intakePorts } from './intake.ts';
import { table } from './wiring.ts';

const mailing = {
  ...intakePorts,
  mailer: sesMailer(required('MAIL_FROM'), process.env.SES_CONFIGURATION_SET),
  suppressions: dynamodbSuppressions(table),
  deliveries: dynamodbDeliveries(table),
  doubt: doubtRule,
};

/** What the workers of intake need to bring agendas and Calendly into agreement. */
export const settling: SettlePorts = {
  ...intakePorts,
  tellClash: (entry, invitee, provider) => sendClashNotice(mailing, entry, invitee, provider),
};
