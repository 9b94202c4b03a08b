/** The account and region that every imitated ARN names. */
export const account = '000000000000';
export const region = 'eu-central-1';

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** The queue's name in an SQS ARN; `undefined` for any other ARN. */
export function queueNameOfArn(arn: string): string | undefined {
  return /^arn:aws:sqs:[^:]*:[^:]*:([\w-]+)$/.exec(arn)?.[1];
}

/** An error answer of an AWS service, given in the form of the protocol it was asked in. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** What a protocol handler makes of a request's JSON: an object whose members have yet to be looked at. */
export type Input = Readonly<Record<string, unknown>>;

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string member, or a `ValidationException` that names it. */
export function requiredText(input: Input, member: string, code = 'ValidationException'): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new Fault(code, `The request must contain the parameter ${member}.`);
}

export function optionalText(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
}

export function optionalNumber(input: Input, member: string): number | undefined {
  const value = input[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The objects of a list member; an absent list is empty. */
export function inputs(input: Input, member: string): Input[] {
  const value = input[member];
  return Array.isArray(value) ? value.filter(isInput) : [];
}

export function texts(input: Input, member: string): string[] {
  const value = input[member];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
