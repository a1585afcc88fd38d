const DAY_MS = 24 * 3_600_000;

/** For so long a message is kept after it was finished. */
export const MESSAGES_MS = 90 * DAY_MS;
/** For so long a dead message is kept, and can be replayed. */
export const DEAD_LETTERS_MS = 30 * DAY_MS;
/** For so long the same idempotency key means the same publication. */
export const IDEMPOTENCY_WINDOW_MS = DAY_MS;
