import { parseArgs } from 'node:util';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Outside } from './check.ts';
import type { Facts } from './facts.ts';
import { deadLettersIn, localCloud, schedulesIn } from './outside.ts';
import { progressBar } from './progress.ts';
import { formatReport } from './report.ts';
import { verify } from './verify.ts';

const usage = `npm run verify -- [options]

Reads the whole table TABLE_NAME, writes nothing, and says what breaks a promise.
Where: AWS_REGION, DYNAMODB_ENDPOINT and AWS_ENDPOINT_URL_* as the product reads them.

  --local <url>        a local cloud: its clock, queues and imitated providers are asked too
  --schedules <group>  also judges the schedules of this group (default: SCHEDULE_GROUP)
  --queues <prefix>    also judges the dead-letter queues whose names begin so
  --state <file>       writes down what was read, and goes on from there after an interruption
  --segments <n>       parts that are read at once (4)
  --grace <minutes>    that effects have to follow their cause (15)
  --json               the report as JSON

Ends with 0 when nothing is wrong, 1 when something is, 2 when it could not be told.
`;

const { values } = parseArgs({
  options: {
    local: { type: 'string' },
    schedules: { type: 'string' },
    queues: { type: 'string' },
    state: { type: 'string' },
    segments: { type: 'string', default: '4' },
    grace: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function run(): Promise<number> {
  const name = process.env.TABLE_NAME;
  if (values.help || name === undefined) {
    process.stderr.write(name === undefined && !values.help ? `TABLE_NAME is not set.\n\n${usage}` : usage);
    return values.help ? 0 : 2;
  }
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const raw = new DynamoDBClient(endpoint === undefined ? {} : { endpoint });
  const table = { client: DynamoDBDocumentClient.from(raw), name };
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: name }));
  const bar = progressBar(process.stderr, Table?.ItemCount ?? 0);
  const cloud = values.local === undefined ? undefined : localCloud(values.local);
  const group = values.schedules ?? process.env.SCHEDULE_GROUP;
  const outside = async (facts: Facts): Promise<Outside> => ({
    ...(group !== undefined && { schedules: await schedulesIn(group) }),
    ...(values.queues !== undefined && { deadLetters: (await deadLettersIn(values.queues)) ?? [] }),
    ...(cloud !== undefined && (await cloud.outside(table, facts))),
  });
  const now = async () => cloud?.now() ?? Date.now();
  const { report } = await verify(
    { table, now, outside },
    {
      segments: Number(values.segments),
      grace: Number(values.grace) * 60_000,
      progress: bar.show,
      ...(values.state !== undefined && { journal: values.state }),
    },
  );
  bar.end();
  process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : formatReport(report));
  return report.violations === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (fault) {
  process.stderr.write(`\n${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
}
