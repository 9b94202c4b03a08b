/** A request on its way through a proxy. */
export interface Passing {
  /** The operation, for example `TransactWriteItems`. */
  readonly kind: string;
  readonly body: string;
}

/** What befalls one request. */
export interface Fault {
  /** As the table of faults counts it. */
  readonly name: string;
  /** Whether the service gets the request. */
  readonly takesEffect: boolean;
  /** What the sender hears: the service's own answer, nothing but a broken connection, or this. */
  readonly answer: 'own' | 'broken' | FaultAnswer;
  /** Real milliseconds before anything happens. */
  readonly delay?: number;
  /** Sent on once more after so many real milliseconds. */
  readonly again?: number;
}

interface FaultAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | ((passing: Passing) => string);
}

/** What became of a request. */
export interface Outcome {
  readonly fault: Fault | undefined;
  /** The answer of the service, if it was asked. */
  readonly answer: { readonly status: number; readonly body: string } | undefined;
  /** Whether that answer reached the sender. */
  readonly isTold: boolean;
}
