/** One thing that is wrong. */
export interface Finding {
  /** `path:line`, or a path, or the name of what was checked. */
  readonly where: string;
  readonly what: string;
}

/** What a check saw. One that looked at nothing has failed, whatever it found. */
export interface CheckResult {
  readonly looked: number;
  /** What was looked at, in the plural. */
  readonly unit: string;
  readonly findings: readonly Finding[];
  /** The output of a tool that says it better than findings. */
  readonly output?: string;
}

/** A check of the whole repository; `remedy` tells how to mend what it finds. */
export interface Check {
  readonly name: string;
  readonly remedy: string;
  run(root: string): CheckResult;
}

/** True when the check looked at something and found nothing wrong. */
export function isClean(result: CheckResult): boolean {
  return result.looked > 0 && result.findings.length === 0;
}
