import type { Context } from "hono";
import type { App } from "../../actions/app.ts";
import { MAX_ALARM_BODY_BYTES } from "../../actions/parse-alarms.ts";
import { takeAlarms } from "../../actions/take-alarms.ts";
import { isInRanges } from "../../lib/client-address.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { type AlarmSourceRegistry, createAlarmSources } from "../../signals/alarms/registry.ts";
import type { FoundAlarmToken } from "../../store/ports.ts";
import { jsonAnswer } from "../answer.ts";
import { clientOf } from "../client-of.ts";
import { logBug, RETRY_AFTER_SECONDS } from "../errors.ts";
import { readBody } from "../read-body.ts";

/** Longer than any token that can exist; what is longer is not looked up. */
const MAX_TOKEN_LENGTH = 200;
/** A larger body is not read to its end. */
const MAX_DRAIN_BYTES = 16 * 1024 * 1024;

/**
 * The door for other monitoring systems, `POST /v1/alarms/{source}/{token}`. Whoever has no right token learns nothing,
 * not even which sources there are, and its body is not read. Whoever has one is answered when its alarm is durable.
 */
export function createAlarmsDoor(app: App): (c: Context) => Promise<Response> {
  const sources = createAlarmSources();
  return async (c) => {
    try {
      const admitted = await admit(app, c);
      return admitted === null ? message(403, "Forbidden") : await receive(app, c, { ...admitted, sources });
    } catch (error) {
      return notTaken(app, c, error);
    }
  };
}

/** What this address says to another method than POST. */
export function refuseOtherAlarmMethods(): Response {
  return message(405, "Method Not Allowed", { Allow: "POST" });
}

async function admit(app: App, c: Context): Promise<FoundAlarmToken | null> {
  const value = c.req.param("token") ?? "";
  const found = value === "" || value.length > MAX_TOKEN_LENGTH ? null : await app.store.alarms.findToken(value);
  if (found === null || found.token.allow.length === 0) return found;
  const address = clientOf(c, app.settings);
  if (isInRanges(address, found.token.allow)) return found;
  const fields = { tokenName: found.token.name, address };
  app.log.warn(fields, "an alarm was refused: its address is not on the token's list");
  return null;
}

async function receive(
  app: App,
  c: Context,
  { sources, ...found }: FoundAlarmToken & { readonly sources: AlarmSourceRegistry },
): Promise<Response> {
  const body = await readBody(c, { keepBytes: MAX_ALARM_BODY_BYTES, drainBytes: MAX_DRAIN_BYTES });
  // The sender left in the middle: it will not read an answer, and comes again.
  if (body.kind === "aborted") return message(400, "The body ended before its announced end.");
  const sourceName = c.req.param("source") ?? "";
  const outcome = await takeAlarms(app, {
    ...found,
    sourceName,
    source: sources.get(sourceName),
    request: { headers: c.req.header(), body: body.bytes, receivedAt: app.clock.now() },
    totalBytes: body.totalBytes,
  });
  switch (outcome.kind) {
    case "taken": {
      const closing = body.totalBytes > MAX_DRAIN_BYTES ? { Connection: "close" } : undefined;
      return jsonAnswer(200, { reports: outcome.reports, repeated: outcome.repeated }, closing);
    }
    case "forged":
      app.log.warn(
        { source: sourceName, tokenName: found.token.name, reason: outcome.reason },
        "a forged alarm was refused",
      );
      // Whoever knows the token may know what is wrong, or nobody could ever set a signature up.
      return message(403, outcome.reason);
    case "unconfirmed":
      app.log.warn(
        { source: sourceName, tokenName: found.token.name, reason: outcome.reason },
        "a sender was not confirmed",
      );
      return message(503, "The confirmation failed. Try again.", { "Retry-After": String(RETRY_AFTER_SECONDS) });
  }
}

/** Nothing was kept, and the sender is told to come again. */
function notTaken(app: App, c: Context, error: unknown): Response {
  const again = { "Retry-After": String(RETRY_AFTER_SECONDS) };
  if (error instanceof StoreUnavailable) return message(503, "The alarm was not recorded. Try again.", again);
  const id = logBug(error instanceof Error ? error : new Error(String(error)), c, app.log);
  return message(500, `The alarm was not recorded; see ${id} in the log of the server.`, again);
}

function message(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return jsonAnswer(status, { message: text }, headers);
}
