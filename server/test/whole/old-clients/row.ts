/**
 * One request of an old client, and what it must lead to. Names in braces stand for what is only known when the test
 * runs, such as keys and ids.
 */
export interface Row {
  /** Who sends it, and what is special about it. */
  readonly what: string;
  /** As the client puts it on the wire; see `sendRequest`. */
  readonly request: string;
  readonly status: number;
  /** The whole body, or what must be found in it. */
  readonly body: string | RegExp;
  /** What is so afterwards, one line a thing. */
  readonly state: readonly string[];
}
