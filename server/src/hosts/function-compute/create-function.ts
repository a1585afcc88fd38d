import { type RelayDeps, type RelayOutcome, relayAlarms } from "../../actions/relay-alarms.ts";
import type { Environment } from "../../config/environment.ts";
import { parseRelaySettings, type RelaySettings } from "../../config/relay-settings.ts";
import { createRelayDoor, type RelayAnswer, type RelayRequest } from "../../http/doors/relay.ts";
import { blankSecrets, secretsIn } from "../../lib/blank-secrets.ts";
import type { Clock } from "../../lib/clock.ts";
import type { HttpClient } from "../../lib/http-client.ts";
import { createLineLog } from "../../lib/line-log.ts";
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
const WENT_WRONG = "The alarm was not passed on: something went wrong in the relay, and its log says what.";

/**
 * Makes the function's handler. A request is answered in any case; an event that could not be passed on is thrown back,
 * so that the platform repeats it. Without its settings it refuses everything, and CloudMonitor comes again.
 */
export function createFunction({ environment, http, clock, write }: FunctionDeps): FunctionHandler {
  const parsed = parseRelaySettings(environment);
  const now = (): number => clock.now();
  if (parsed.kind === "problems") {
    const log = createLineLog({ level: "info", print: write, now });
    for (const { id, setting, message, hint } of parsed.problems) log.error({ id, setting, hint }, message);
    return async (bytes) => {
      if (readEvent(bytes).kind === "event") throw new Error(NOT_CONFIGURED);
      return functionAnswer(message(500, NOT_CONFIGURED));
    };
  }
  const { settings } = parsed;
  // A second net under the one of each line: these two must not appear, whatever an error says.
  const secrets = [settings.token, ...secretsIn({ url: settings.target.url })];
  const log = createLineLog({ level: "info", print: (line) => write(blankSecrets(line, secrets)), now });
  const deps: RelayDeps = { http, clock, log };
  const door = createRelayDoor(settings, deps);
  return async (bytes, { requestId } = {}) => {
    const event = readEvent(bytes);
    switch (event.kind) {
      case "unknown":
        log.error({ requestId }, event.reason);
        return functionAnswer(message(400, event.reason));
      case "event":
        return relayEvent(deps, { settings, body: event.body, requestId });
      case "http":
        return functionAnswer(await answerRequest(deps, { door, request: event.request, requestId }));
    }
  };
}

async function answerRequest(
  { log }: RelayDeps,
  call: {
    readonly door: (request: RelayRequest) => Promise<RelayAnswer>;
    readonly request: RelayRequest;
    readonly requestId: string | undefined;
  },
): Promise<RelayAnswer> {
  const { door, request, requestId } = call;
  const { method, address } = request;
  try {
    const answer = await door(request);
    log.info({ requestId, method, address, status: answer.status, answer: answer.body }, "a request was answered");
    return answer;
  } catch (err) {
    log.error({ requestId, method, address, err }, "a request could not be answered");
    return message(500, WENT_WRONG);
  }
}

async function relayEvent(
  deps: RelayDeps,
  call: { readonly settings: RelaySettings; readonly body: Uint8Array; readonly requestId: string | undefined },
): Promise<string> {
  const { target, timezone } = call.settings;
  const headers = { "content-type": "application/json" };
  let outcome: RelayOutcome;
  try {
    outcome = await relayAlarms(deps, { source: cloudmonitor, target, timezone, headers, body: call.body });
  } catch (err) {
    deps.log.error({ requestId: call.requestId, err }, "an event could not be handled");
    throw new Error(WENT_WRONG);
  }
  deps.log.info({ requestId: call.requestId, ...outcome }, "an event was handled");
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
