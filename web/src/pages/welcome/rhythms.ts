/** How often a job runs, in words. */
export interface Rhythm {
  readonly label: string;
  readonly periodSeconds: number;
}

/** What most jobs keep to; anything else has its place in the form of a monitor. */
export const RHYTHMS: readonly Rhythm[] = [
  { label: "every minute", periodSeconds: 60 },
  { label: "every 5 minutes", periodSeconds: 300 },
  { label: "every 15 minutes", periodSeconds: 900 },
  { label: "every hour", periodSeconds: 3_600 },
  { label: "every day", periodSeconds: 86_400 },
  { label: "every week", periodSeconds: 604_800 },
];

/** A job may be so late without a word: a fifth of its rhythm, at least a minute and at most an hour. */
export function graceOf(periodSeconds: number): number {
  return Math.min(3_600, Math.max(60, Math.round(periodSeconds / 5)));
}
