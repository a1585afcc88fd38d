/** Every refusal that a caller can meet: a stable code, its HTTP status and what it means. */
export const ERRORS = {
  invalid_input: { status: 400, text: "A value in the request is missing, of the wrong type or out of range." },
  invalid_json: { status: 400, text: "The body is not the JSON that was announced." },
  invalid_schedule: { status: 400, text: "The schedule cannot be read or never fires." },
  unknown_topic: { status: 400, text: "The monitor names a topic that does not exist in this project." },
  unknown_provider: { status: 400, text: "No provider has this name." },
  invalid_credentials: { status: 400, text: "The credentials do not fit the provider." },
  invalid_cursor: { status: 400, text: "The cursor was not made by this list." },
  weak_password: { status: 400, text: "The password is too short, too long, too common or the e-mail itself." },
  missing_project: { status: 400, text: "Somebody who is signed in did not say which project is meant." },
  missing_key: { status: 401, text: "The request carries no key, and nobody is signed in." },
  wrong_key: { status: 401, text: "No such key, or it was revoked." },
  signed_out: { status: 401, text: "Nobody is signed in, or the session has ended." },
  second_factor_needed: { status: 401, text: "The password was right; the second factor is still to be shown." },
  wrong_login: { status: 401, text: "The e-mail or the password is wrong." },
  wrong_code: { status: 401, text: "The code or the passkey is wrong, or was used already." },
  forbidden: { status: 403, text: "The key or the member is known but may not do this." },
  wrong_password: { status: 403, text: "The password that was asked for once more is wrong." },
  log_in_again: { status: 403, text: "This takes a log-in that is not older than 10 minutes." },
  cross_site: { status: 403, text: "The request of a browser came from a page of another site." },
  sign_up_closed: { status: 403, text: "Accounts are made by invitation only, and the invitation is missing or over." },
  not_found: { status: 404, text: "There is nothing under this address in your project." },
  method_not_allowed: { status: 405, text: "This address does not take that method." },
  email_taken: { status: 409, text: "Another account has this e-mail." },
  already_set_up: { status: 409, text: "There is an account already; the set-up link is good no more." },
  last_owner: { status: 409, text: "A project always has an owner; this is the last one." },
  last_operator: { status: 409, text: "A Watchbell with accounts has an operator; this is the last one." },
  last_log_in: { status: 409, text: "The account could not log in any more; this is its last way." },
  totp_on: { status: 409, text: "The account has an authenticator app already." },
  no_second_factor: { status: 409, text: "Recovery codes stand in for a second factor, and the account has none." },
  passkey_known: { status: 409, text: "This passkey belongs to an account already." },
  too_many_passkeys: { status: 409, text: "The account has as many passkeys as it may have." },
  passkeys_unavailable: { status: 409, text: "Passkeys need https, or localhost, and a name in WATCHBELL_BASE_URL." },
  no_oidc: { status: 409, text: "No OpenID Connect provider is set." },
  oidc_linked: { status: 409, text: "The account, or whom the provider says you are, is linked already." },
  no_mail: { status: 409, text: "No mail server is set, so no mail can be sent." },
  slug_taken: { status: 409, text: "Another monitor of the project has this slug." },
  page_slug_taken: { status: 409, text: "Another status page of this installation has this slug." },
  not_paused: { status: 409, text: "Only a paused monitor can be resumed." },
  not_down: { status: 409, text: "Only a monitor that is down can be acknowledged." },
  not_an_alarm: { status: 409, text: "Only an alarm can be resolved by hand." },
  not_a_probe: { status: 409, text: "Only a probe can be told to look now." },
  paused: { status: 409, text: "A paused monitor does not look." },
  not_firing: { status: 409, text: "Only an alarm that is firing can be resolved." },
  too_many_tags: { status: 409, text: "The monitor would have more tags than it may have." },
  already_rotated: { status: 409, text: "The alarm token was rotated already; only its successor can be." },
  not_replayable: { status: 409, text: "Only a dead message can be replayed." },
  key_taken: { status: 409, text: "A key with this value exists already." },
  last_write_key: { status: 409, text: "The project's last write key cannot be revoked." },
  topic_id_taken: { status: 409, text: "Another topic has this id." },
  no_stream: { status: 409, text: "There are no live events where this Watchbell runs." },
  too_many_projects: { status: 409, text: "The account is in as many projects as it may be." },
  too_many_monitors: { status: 409, text: "The project has as many monitors that make themselves as it may have." },
  link_expired: { status: 410, text: "The link was used already, has expired, or never was." },
  body_too_large: { status: 413, text: "The body is larger than this address takes." },
  too_many_streams: { status: 429, text: "As many listen to the events as may with this key." },
  too_many_requests: { status: 429, text: "The key or the address sent more requests than it may." },
  too_many_tries: { status: 429, text: "There were too many tries; the next one is taken after Retry-After." },
  idempotency_conflict: { status: 422, text: "The Idempotency-Key was used with another body." },
  import_unfinished: {
    status: 503,
    text: "The import took as long as a request may; the same again goes on from there.",
  },
  internal: { status: 500, text: "Something failed on our side; the answer carries an id for the log." },
  unavailable: {
    status: 503,
    text: "The store cannot take this now. Try again after Retry-After.",
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

/** A refusal that ends by itself: it says when. */
export class TooManyTries extends AppError {
  readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} s`;
    super("too_many_tries", `There were too many tries. Try again in ${wait}.`);
    this.retryAfterSeconds = seconds;
  }
}

/** The store failed or is busy: the request changed nothing and may be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
