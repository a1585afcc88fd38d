/** What Lambda says of an invocation, as far as we ask. */
export interface Invocation {
  readonly getRemainingTimeInMillis: () => number;
}

/** So much of its time an invocation keeps for telling the queue what is due, and for its answer. */
export const FAREWELL_MS = 5_000;
