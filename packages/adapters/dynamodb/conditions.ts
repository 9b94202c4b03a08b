import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Whether a write was refused because what it expected is no longer so. */
export function isConditionFailed(fault: unknown): boolean {
  if (fault instanceof ConditionalCheckFailedException) return true;
  if (!(fault instanceof TransactionCanceledException)) return false;
  const reasons = fault.CancellationReasons ?? [];
  return reasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}
