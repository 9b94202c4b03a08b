import { startCloud } from '@punctual/local/cloud.ts';

/** The process that is killed: the product in a local cloud on the given state directory, which tells its addresses. */
const cloud = await startCloud({
  port: 0,
  stateDirectory: process.argv[2] ?? '.local',
  settleLimit: 120_000,
});
process.send?.({ url: cloud.url, endpoints: cloud.endpoints });
process.on('disconnect', () => process.exit());
