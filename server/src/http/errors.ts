import type { Context } from "hono";
import { routePath } from "hono/route";
import type { App } from "../actions/app.ts";
import { newId } from "../lib/ids.ts";
import type { Log } from "../lib/log.ts";
import { AppError, type ErrorCode, StoreUnavailable, TooManyTries } from "../model/index.ts";
import { jsonAnswer } from "./answer.ts";
import { clientOf } from "./client-of.ts";

/** Seconds after which a caller may try again when the store could not take a request. */
export const RETRY_AFTER_SECONDS = 2;

/** Writes a refusal in the one shape that the API has for them. */
export function refusalAnswer(error: AppError, headers: Readonly<Record<string, string>> = {}): Response {
  const field = error.field === undefined ? {} : { field: error.field };
  return jsonAnswer(error.status, { error: { code: error.code, message: error.message, ...field } }, headers);
}

/**
 * The one place where what was thrown becomes an answer: a refusal says what to do, a store that cannot take it says
 * when to come back, and anything else is a bug: logged once under an id, and not a word of it told outside.
 */
export function writeError(error: Error, c: Context, app: Pick<App, "log" | "settings" | "metrics">): Response {
  if (error instanceof AppError) {
    app.metrics.refusals.inc({ code: error.code });
    if (error.code === "wrong_key") logWrongKey(c, app);
    if (TRIES.includes(error.code)) logWrongTry(error.code, c, app);
    return refusalAnswer(error, headersOf(error));
  }
  if (error instanceof StoreUnavailable) {
    const text = "The store cannot take this now. Try again after the time in Retry-After.";
    return refusalAnswer(new AppError("unavailable", text), { "Retry-After": String(RETRY_AFTER_SECONDS) });
  }
  const requestId = logBug(error, c, app.log);
  const text = `Something failed on our side. The log of the server has the cause under the id ${requestId}.`;
  return refusalAnswer(new AppError("internal", text), { "X-Request-Id": requestId });
}

function headersOf(error: AppError): Readonly<Record<string, string>> {
  if (error instanceof TooManyTries) return { "Retry-After": String(error.retryAfterSeconds) };
  return error.status === 401 ? { "WWW-Authenticate": "Bearer" } : {};
}

/** Logs a bug with the route's pattern, never with the address itself: that may hold a key. Returns the id. */
export function logBug(error: Error, c: Context, log: Log): string {
  const requestId = newId();
  log.error({ requestId, method: c.req.method, route: routePath(c, -1), err: error }, "a request failed");
  return requestId;
}

/** What somebody who tries passwords or codes meets. */
const TRIES: readonly ErrorCode[] = ["wrong_login", "wrong_code", "too_many_tries"];

function logWrongTry(code: ErrorCode, c: Context, { log, settings }: Pick<App, "log" | "settings">): void {
  log.warn({ client: clientOf(c, settings), route: routePath(c, -1), code }, "somebody could not sign in");
}

/** Tells whoever reads the log, or a program such as fail2ban, where guesses come from. */
export function logWrongKey(c: Context, { log, settings }: Pick<App, "log" | "settings">): void {
  const fields = { client: clientOf(c, settings), method: c.req.method, route: routePath(c, -1) };
  log.warn(fields, "a request carried a wrong key");
}
