import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured logs. Only names, numbers and codes of our own go in: no headers, bodies, query strings, e-mail
 * addresses or names of people. `POWERTOOLS_SERVICE_NAME` and `POWERTOOLS_LOG_LEVEL` are read from the environment.
 */
export const logger = new Logger();
