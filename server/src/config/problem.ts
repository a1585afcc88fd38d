/** Something wrong with the configuration. The message never holds the value of a secret. */
export interface Problem {
  /** Stable, for look-up in docs/configuration.md. */
  readonly id: "unknown-setting" | "set-twice" | "unreadable-file" | "invalid-yaml" | "invalid-value" | "weak-secret";
  /** What it is about, as the user wrote it: a variable, a key of the file, or the file. */
  readonly setting: string;
  /** One sentence that says what is wrong. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly hint: string;
}

/** Says a problem in two lines for a terminal or a log. */
export function renderProblem(problem: Problem): string {
  return `${problem.setting}: ${problem.message} [${problem.id}]\n    ${problem.hint}`;
}
