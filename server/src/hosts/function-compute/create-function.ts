import { relayAlarms } from "../../actions/relay-alarms.ts";
import type { Environment } from "../../config/environment.ts";
import { parseRelaySettings, type RelaySettings } from "../../config/relay-settings.ts";
import { createRelayDoor, type RelayAnswer } from "../../http/doors/relay.ts";
import type { Clock } from "../../lib/clock.ts";
import type { HttpClient } from "../../lib/http-client.ts";
import { createLineLog } from "../../lib/line-log.ts";
import type { Log } from "../../lib/log.ts";
import { cloudmonitor } from "../../signals/alarms/cloudmonitor.ts";
import { readEvent } from "./read-event.ts";

export interface FunctionDeps {
  readonly environment: Pick<Environment, "env" | "readFile">;
  readonly http: HttpClient;
  readonly clock: Pick<Clock, "now">;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
}

/** What Function Compute turns into an HTTP answer. */
export interface FunctionAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isBase64Encoded: false;
  readonly body: string;
}

/** The part of the platform's context that the log tells. */
export interface FunctionContext {
  readonly requestId?: string | undefined;
}

export type FunctionHandler = (event: Uint8Array, context?: FunctionContext) => Promise<FunctionAnswer | string>;

const NOT_CONFIGURED = "The relay is not configured; its log says what is missing.";

/**
 * Makes the function's handler. A request is answered in any case; an event that could not be passed on is thrown back,
 * so that the platform repeats it. Without its settings it refuses everything, and CloudMonitor comes again.
 */
export function createFunction({ environment, http, clock, write }: FunctionDeps): FunctionHandler {
  const log = createLineLog({ level: "info", print: write, now: () => clock.now() });
  const parsed = parseRelaySettings(environment);
  if (parsed.kind === "problems") {
    for (const { id, setting, message, hint } of parsed.problems) log.error({ id, setting, hint }, message);
    return async (bytes) => {
      if (readEvent(bytes).kind === "event") throw new Error(NOT_CONFIGURED);
      return functionAnswer(message(500, NOT_CONFIGURED));
    };
  }
  const { settings } = parsed;
  const door = createRelayDoor(settings, { http, clock, log });
  return async (bytes, { requestId } = {}) => {
    const event = readEvent(bytes);
    switch (event.kind) {
      case "unknown":
        log.error({ requestId }, event.reason);
        return functionAnswer(message(400, event.reason));
      case "event":
        return relayEvent({ settings, http, clock, log }, event.body, requestId);
      case "http": {
        const answer = await door(event.request);
        const { method, address } = event.request;
        log.info({ requestId, method, address, status: answer.status, answer: answer.body }, "a request was answered");
        return functionAnswer(answer);
      }
    }
  };
}

async function relayEvent(
  deps: { readonly settings: RelaySettings; readonly log: Log } & Pick<FunctionDeps, "http" | "clock">,
  body: Uint8Array,
  requestId: string | undefined,
): Promise<string> {
  const { target, timezone } = deps.settings;
  const headers = { "content-type": "application/json" };
  const outcome = await relayAlarms(deps, { source: cloudmonitor, target, timezone, headers, body });
  deps.log.info({ requestId, ...outcome }, "an event was handled");
  if (outcome.kind === "failed" || outcome.kind === "limited") {
    throw new Error(`The alarm was not passed on. ${outcome.reason}`);
  }
  return JSON.stringify(outcome);
}

function message(status: number, text: string): RelayAnswer {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ message: text }) };
}

function functionAnswer({ status, headers, body }: RelayAnswer): FunctionAnswer {
  return { statusCode: status, headers, isBase64Encoded: false, body };
}
