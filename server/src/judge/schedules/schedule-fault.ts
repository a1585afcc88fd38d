/** What is wrong with a schedule. */
export interface ScheduleFault {
  /** The field of the schedule, such as `expression` or `calendar.hours.0.from`. */
  readonly field: string;
  /** Which part is wrong, why, and what to write instead. */
  readonly message: string;
}
