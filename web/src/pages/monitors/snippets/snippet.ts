import type { Schedule } from "../../../api/schedules.ts";

/** What a snippet is made of. */
export interface SnippetFacts {
  readonly pingUrl: string;
  readonly name: string;
  readonly schedule: Schedule;
  /** The command that is watched. */
  readonly command: string;
}

/** One way to ping a monitor: code that is ready to be pasted. */
export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** What to do with it, in one sentence. */
  readonly about: string;
  readonly code: string;
}

/** Quiet, with an end, and again when the line fails: a ping that fails must not break the job. */
export const CURL = "curl -fsS -m 10 --retry 5 -o /dev/null";

/** A name for a unit, a job or a file: small letters, digits and hyphens. */
export function unitName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, "");
  return plain === "" ? "my-job" : plain;
}

/** Text inside of double quotes that Python, JavaScript, Go and YAML all read in the same way. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
