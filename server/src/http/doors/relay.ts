import { type RelayDeps, type RelayOutcome, relayAlarms } from "../../actions/relay-alarms.ts";
import type { RelaySettings } from "../../config/relay-settings.ts";
import { isInRanges } from "../../lib/client-address.ts";
import { sameText } from "../../lib/vault.ts";
import { cloudmonitor } from "../../signals/alarms/cloudmonitor.ts";

/** A request of the relay's, as the platform brought it. */
export interface RelayRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The caller's, as the platform knows it and nobody else can write it. */
  readonly address: string;
}

export interface RelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The same address as on a Watchbell, so that moving there changes the host and the token only. */
const PATH = /^\/v1\/alarms\/cloudmonitor\/([^/]+)\/?$/;
const ALL_IS_WELL = 200;
/** Every failure is answered with a number from 500 on: CloudMonitor comes again up to three times. */
const COULD_NOT = 502;
const NOT_NOW = 503;

/**
 * The relay's only door, `POST /v1/alarms/cloudmonitor/{token}`. Whoever has no right token, or calls from elsewhere,
 * learns nothing, not even that there is a relay. Whoever has one is answered when its alarm has arrived further on.
 */
export function createRelayDoor(
  settings: RelaySettings,
  deps: RelayDeps,
): (request: RelayRequest) => Promise<RelayAnswer> {
  return async (request) => {
    if (!isAdmitted(settings, deps, request)) return answer(404, { message: "Not Found" });
    if (request.method.toUpperCase() !== "POST") {
      return answer(405, { message: "Method Not Allowed" }, { Allow: "POST" });
    }
    const { target, timezone } = settings;
    const { headers, body } = request;
    return answerOf(await relayAlarms(deps, { source: cloudmonitor, target, timezone, headers, body }));
  };
}

function isAdmitted({ token, allow }: RelaySettings, { log }: RelayDeps, { path, address }: RelayRequest): boolean {
  const [, given = ""] = PATH.exec(path) ?? [];
  if (!sameText(given, token)) return false;
  if (allow.length === 0 || isInRanges(address, allow)) return true;
  log.warn({ address }, "an alarm was refused: its address is not on the list");
  return false;
}

function answerOf(outcome: RelayOutcome): RelayAnswer {
  switch (outcome.kind) {
    case "told":
      return answer(ALL_IS_WELL, { reports: outcome.reports, unparsed: outcome.unparsed });
    case "forwarded":
      return answer(ALL_IS_WELL, { forwarded: true });
    case "failed":
      return answer(COULD_NOT, { message: `The alarm was not passed on. ${outcome.reason}` });
    case "limited": {
      const again = { "Retry-After": String(Math.ceil(outcome.afterMs / 1_000)) };
      return answer(NOT_NOW, { message: `The alarm was not passed on. ${outcome.reason}` }, again);
    }
  }
}

function answer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): RelayAnswer {
  return {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
    body: JSON.stringify(value),
  };
}
