/** Every refusal that a caller can meet: a stable code, its HTTP status and what it means. */
export const ERRORS = {
  invalid_input: { status: 400, text: "A value in the request is missing, of the wrong type or out of range." },
  invalid_json: { status: 400, text: "The body is not the JSON that was announced." },
  invalid_schedule: { status: 400, text: "The schedule cannot be read or never fires." },
  unknown_topic: { status: 400, text: "The monitor names a topic that does not exist in this project." },
  unknown_provider: { status: 400, text: "No provider has this name." },
  invalid_credentials: { status: 400, text: "The credentials do not fit the provider." },
  invalid_cursor: { status: 400, text: "The cursor was not made by this list." },
  missing_key: { status: 401, text: "The request carries no key." },
  wrong_key: { status: 401, text: "No such key, or it was revoked." },
  forbidden: { status: 403, text: "The key is valid but may not do this." },
  not_found: { status: 404, text: "There is nothing under this address in your project." },
  method_not_allowed: { status: 405, text: "This address does not take that method." },
  slug_taken: { status: 409, text: "Another monitor of the project has this slug." },
  not_paused: { status: 409, text: "Only a paused monitor can be resumed." },
  not_down: { status: 409, text: "Only a monitor that is down can be acknowledged." },
  not_an_alarm: { status: 409, text: "Only an alarm can be resolved by hand." },
  not_a_probe: { status: 409, text: "Only a probe can be told to look now." },
  paused: { status: 409, text: "A paused monitor does not look." },
  not_firing: { status: 409, text: "Only an alarm that is firing can be resolved." },
  already_rotated: { status: 409, text: "The alarm token was rotated already; only its successor can be." },
  not_replayable: { status: 409, text: "Only a dead message can be replayed." },
  key_taken: { status: 409, text: "A key with this value exists already." },
  last_write_key: { status: 409, text: "The project's last write key cannot be revoked." },
  topic_id_taken: { status: 409, text: "Another topic has this id." },
  too_many_monitors: { status: 409, text: "The project has as many monitors that make themselves as it may have." },
  body_too_large: { status: 413, text: "The body is larger than this address takes." },
  too_many_streams: { status: 429, text: "As many listen to the events as may with this key." },
  idempotency_conflict: { status: 422, text: "The Idempotency-Key was used with another body." },
  internal: { status: 500, text: "Something failed on our side; the answer carries an id for the log." },
  unavailable: {
    status: 503,
    text: "The store cannot take this now; nothing was changed. Try again after Retry-After.",
  },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal to a caller. The message says what is wrong and what to do about it. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** The store failed or is busy: the request changed nothing and may be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
