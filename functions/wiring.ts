import { dynamodbDirectory } from '@punctual/adapters/dynamodb/directory.ts';
import { dynamodbIdempotency } from '@punctual/adapters/dynamodb/idempotency.ts';
import { dynamodbLedger } from '@punctual/adapters/dynamodb/ledger.ts';
import { dynamodbRateLimits } from '@punctual/adapters/dynamodb/rate-limits.ts';
import { connectTable } from '@punctual/adapters/dynamodb/table-client.ts';
import { jitteredPause, systemClock, uuids } from '@punctual/adapters/system/system.ts';
import { introduce } from '@punctual/application/people/introduce.ts';
import type { Ports } from '@punctual/application/ports.ts';
import type { HttpDependencies } from '@punctual/lambda/http/call.ts';
import { required, rolesClaim } from './environment.ts';

/*
 * Which adapters stand behind the ports. Made once per process, outside the handlers, so that connections are kept
 * between invocations.
 */

export const table = connectTable(required('TABLE_NAME'));

export const ports: Ports = {
  ledger: dynamodbLedger(table),
  directory: dynamodbDirectory(table),
  clock: systemClock,
  ids: uuids,
  pause: jitteredPause,
};

export const http: HttpDependencies = {
  clock: systemClock,
  ids: uuids,
  rolesClaim,
  rateLimits: dynamodbRateLimits(table),
  introduce: (caller) => introduce(ports, caller),
  idempotency: dynamodbIdempotency(table),
};
