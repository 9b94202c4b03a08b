/** In rising order; `SILENT` writes nothing. */
const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;

type Level = (typeof levels)[number];

/** Flat on purpose: an object would carry what nobody has looked at. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/** Units as CloudWatch names them. */
export type Metrics = Readonly<Record<string, 'Count' | 'Milliseconds'>>;

/** `metrics` names the fields that CloudWatch shall take out of the line as metrics, by service and the field `operation`. */
export type Log = (message: string, fields?: LogFields, metrics?: Metrics) => void;

export interface Logger {
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}

/**
 * Writes one line of JSON per entry, in the shape of Powertools for AWS Lambda: `level`, `message`, `timestamp`,
 * `service`, `xray_trace_id` (when there is a trace), then the fields.
 *
 * @param environment `POWERTOOLS_SERVICE_NAME` names the service; `POWERTOOLS_LOG_LEVEL`, else Lambda's own
 *   `AWS_LAMBDA_LOG_LEVEL`, is the lowest level that is written (INFO unless it is one of ours). The trace is read at
 *   every entry, because Lambda sets it for each invocation.
 */
export function createLogger(environment: NodeJS.ProcessEnv, write: (line: string) => void): Logger {
  const service = environment.POWERTOOLS_SERVICE_NAME ?? 'service_undefined';
  const lowest = levelOf(environment.POWERTOOLS_LOG_LEVEL ?? environment.AWS_LAMBDA_LOG_LEVEL);
  const at =
    (level: Level): Log =>
    (message, fields, metrics) => {
      if (levels.indexOf(level) < levels.indexOf(lowest)) return;
      const entry = {
        level,
        message,
        timestamp: new Date().toISOString(),
        service,
        xray_trace_id: traceOf(environment),
        ...(metrics && { _aws: embedded(metrics) }),
        ...fields,
      };
      write(`${JSON.stringify(entry)}\n`);
    };
  return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

function levelOf(name: string | undefined): Level {
  return levels.find((level) => level === name?.toUpperCase()) ?? 'INFO';
}

/** CloudWatch's embedded metric format: metrics cost a log line and no request. */
function embedded(metrics: Metrics) {
  const Metrics = Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit }));
  return {
    Timestamp: Date.now(),
    CloudWatchMetrics: [{ Namespace: 'Punctual', Dimensions: [['service', 'operation']], Metrics }],
  };
}

/** The root of an X-Ray header, for example `1-5759e988-bd862e3fe1be46a994272793`. */
function traceOf(environment: NodeJS.ProcessEnv): string | undefined {
  return /Root=([^;]+)/.exec(environment._X_AMZN_TRACE_ID ?? '')?.[1];
}

/**
 * Structured logs. Only names, numbers and codes of our own go in: no headers, bodies, query strings, e-mail
 * addresses or names of people. Not through `console`, to whose lines Lambda adds text of its own.
 */
export const logger = createLogger(process.env, (line) => void process.stdout.write(line));
