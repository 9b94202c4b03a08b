import { type Cloud, startCloud } from './cloud.ts';
import { enterDemo } from './demo.ts';

/** `npm start`: the product on this machine, until it is interrupted. */
const port = Number(process.env.PORT ?? 3000);
const stateDirectory = process.env.LOCAL_STATE_DIR ?? '.local';

if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
  process.exit(1);
}

/** It takes a while, in which nothing else would be seen to happen. */
const demo = (cloud: Cloud): Promise<void> => {
  console.info('The store is empty: demo people and a month of appointments are entered first.');
  return enterDemo(cloud);
};

try {
  const cloud = await startCloud({ port, stateDirectory, demo });
  console.info(`Punctual listens on ${cloud.url}`);
  console.info(`  docs      GET  ${cloud.url}/docs`);
  console.info(`  token     POST ${cloud.url}/dev/token  {"sub": "demo-coach", "roles": ["coach"]}`);
  console.info(`  inbox     GET  ${cloud.url}/dev/inbox`);
  console.info(`  clock     POST ${cloud.url}/dev/clock  {"advance": "PT24H"}`);
  console.info(`  queues    GET  ${cloud.url}/dev/queues`);
  console.info(`  AWS       ${cloud.endpoints.aws}`);
  console.info(`  DynamoDB  ${cloud.endpoints.dynamodb}`);
  console.info(`  state     ${stateDirectory}`);

  const stop = () => {
    cloud.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    taken ? `Port ${port} is taken. Set PORT to another one, for example PORT=3001 npm start.` : error,
  );
  process.exit(1);
}
