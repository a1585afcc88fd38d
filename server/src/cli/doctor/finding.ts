/** What one check of the doctor found. */
export interface Finding {
  readonly state: "ok" | "warn" | "fail";
  readonly check: string;
  /** One sentence. */
  readonly text: string;
  /** What to do; null when all is well. */
  readonly hint: string | null;
}

/** All is well. */
export function fine(check: string, text: string): Finding {
  return { state: "ok", check, text, hint: null };
}

/** It works, but should be looked at. */
export function doubtful(check: string, text: string, hint: string): Finding {
  return { state: "warn", check, text, hint };
}

/** The server cannot work like this. */
export function broken(check: string, text: string, hint: string): Finding {
  return { state: "fail", check, text, hint };
}
