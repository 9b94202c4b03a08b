import { deletePerson } from './person/delete.ts';
import { optionsOf } from './person/options.ts';
import { formatDeletion, formatPlan } from './person/report.ts';
import { findSubject, gather } from './person/subject.ts';
import { tableFromEnvironment } from './store.ts';

const usage = `npm run person:delete -- --id <id> [--email <address>] --yes

Deletes a person from the table TABLE_NAME: every entry of the directory under the id or under the same e-mail address,
and what belongs to them. What is still to come is cancelled first. Then looks through the whole table for what is left.
Without --yes it says what it would do.

  --email  of somebody who is only in intakes, or had another address before
  --wait   seconds that workers have to tell the other side before the addresses are gone (60)

SCHEDULE_GROUP: timers are taken back there too. KMS_KEY_ID and the providers' settings: access to calendars is taken
back at the providers too. Ends with 0 when nothing is left, 1 when something is, 2 when it could not be done.
`;

async function run(): Promise<number> {
  const { wanted, yes, patience } = optionsOf(process.argv.slice(2), usage);
  const table = tableFromEnvironment();
  if (!yes) {
    const subject = await findSubject(table, wanted);
    process.stdout.write(formatPlan(await gather(table, subject), subject));
    return 2;
  }
  const tell = (step: string) => process.stderr.write(`${step} …\n`);
  const { SCHEDULE_GROUP: scheduleGroup } = process.env;
  const done = await deletePerson(table, { wanted, patience, scheduleGroup, tell });
  process.stdout.write(formatDeletion(done));
  return done.proof.remaining.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
}
