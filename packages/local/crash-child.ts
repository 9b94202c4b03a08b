import { startTestCloud } from './test-cloud.ts';

/** The process that `crash.test.ts` kills: a cloud on the given state directory that tells its addresses. */
const cloud = await startTestCloud({ stateDirectory: process.argv[2] });
process.stdout.write(`${JSON.stringify({ url: cloud.url, endpoints: cloud.endpoints })}\n`);
