/** A fact with its name. */
export interface Field {
  readonly label: string;
  readonly value: string;
}

/** The default text of a message in plain words; a provider escapes it, lays it out and cuts it to its limits. */
export interface Description {
  /** One line. */
  readonly title: string;
  /** One or two sentences; empty when the title says it all. */
  readonly summary: string;
  readonly fields: readonly Field[];
  /** Of a list: how many more facts there are, which are only counted. Absent: it is no list, and the facts are all there are. */
  readonly unlisted?: number | undefined;
  readonly url: string | null;
  readonly tone: "bad" | "good" | "neutral";
}

/** A fact on one line; a value that is indented, or has several lines, stands below its label. */
export function fieldLine({ label, value }: Field): string {
  return `${label}:${/^ |\n/.test(value) ? "\n" : " "}${value}`;
}
