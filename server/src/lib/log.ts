type Write = (fields: Record<string, unknown>, text: string) => void;

/** The log: static text plus fields. Secrets never go in; the real one (pino) blanks known field names as a second net. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
