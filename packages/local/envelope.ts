import { type ErrorCode, statusOfCode } from '@punctual/contracts/problem.ts';

/** An HTTP answer made here, not by a function. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is if it is a text and the headers say what kind; `undefined` sends nothing. */
  readonly body?: unknown;
}

/** The error envelope that every surface uses, with the code's status. */
export function refusal(code: ErrorCode, message: string, requestId: string): Answer {
  return { status: statusOfCode[code], body: { success: false, message, error: message, code, requestId } };
}
