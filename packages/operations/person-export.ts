import { exportOf } from './person/export.ts';
import { optionsOf } from './person/options.ts';
import { findSubject, gather } from './person/subject.ts';
import { tableFromEnvironment } from './store.ts';

const usage = `npm run person:export -- --id <id> [--email <address>]

Prints as JSON everything that the table TABLE_NAME holds about a person: all entries of the directory under the id or
under the same e-mail address, and what belongs to them. Writes nothing. Secrets are left out.

  --email  of somebody who is only in intakes, or had another address before
`;

try {
  const { wanted } = optionsOf(process.argv.slice(2), usage);
  const table = tableFromEnvironment();
  const subject = await findSubject(table, wanted);
  const records = await gather(table, subject);
  process.stdout.write(`${JSON.stringify(exportOf(records, subject, Date.now()), undefined, 2)}\n`);
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 2;
}
