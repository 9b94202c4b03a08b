import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function loggerWith(environment: NodeJS.ProcessEnv) {
  const lines: string[] = [];
  const logger = createLogger(environment, (line) => lines.push(line));
  return { logger, lines, entries: () => lines.map((line) => JSON.parse(line)) };
}

describe('logger', () => {
  it('writes one line of JSON per entry, with who wrote it, when, and the fields', () => {
    const { logger, lines, entries } = loggerWith({ POWERTOOLS_SERVICE_NAME: 'punctual' });
    logger.info('request', { status: 200, code: undefined, text: 'two\nlines' });
    logger.error('fault');
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(entries()).toEqual([
      {
        level: 'INFO',
        message: 'request',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        service: 'punctual',
        status: 200,
        text: 'two\nlines',
      },
      { level: 'ERROR', message: 'fault', timestamp: expect.any(String), service: 'punctual' },
    ]);
  });

  it.each([
    [{}, ['info', 'warn', 'error']],
    [{ POWERTOOLS_LOG_LEVEL: 'warn' }, ['warn', 'error']],
    [{ AWS_LAMBDA_LOG_LEVEL: 'ERROR' }, ['error']],
    [{ POWERTOOLS_LOG_LEVEL: 'INFO', AWS_LAMBDA_LOG_LEVEL: 'ERROR' }, ['info', 'warn', 'error']],
    [{ POWERTOOLS_LOG_LEVEL: 'SILENT' }, []],
    [{ POWERTOOLS_LOG_LEVEL: 'loud' }, ['info', 'warn', 'error']],
  ])('with %j writes %j', (environment, written) => {
    const { logger, entries } = loggerWith(environment);
    logger.info('info');
    logger.warn('warn');
    logger.error('error');
    expect(entries().map(({ message }) => message)).toEqual(written);
  });

  it('names the trace of the invocation under way', () => {
    const environment: NodeJS.ProcessEnv = {};
    const { logger, entries } = loggerWith(environment);
    environment._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f;Sampled=1';
    logger.info('first');
    environment._X_AMZN_TRACE_ID = 'Root=1-5759e988-000000000000000000000000';
    logger.info('second');
    expect(entries().map((entry) => entry.xray_trace_id)).toEqual([
      '1-5759e988-bd862e3fe1be46a994272793',
      '1-5759e988-000000000000000000000000',
    ]);
  });

  it('names metrics for CloudWatch beside the fields that hold them', () => {
    const lines: string[] = [];
    const log = createLogger({}, (line) => lines.push(line));
    log.info('request', { operation: 'bookAppointment', faults: 1 }, { faults: 'Count' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      faults: 1,
      operation: 'bookAppointment',
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Punctual',
            Dimensions: [['service', 'operation']],
            Metrics: [{ Name: 'faults', Unit: 'Count' }],
          },
        ],
      },
    });
  });
});
