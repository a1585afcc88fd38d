import type { RelayTarget } from "../config/relay-settings.ts";
import { blankSecrets, secretsIn } from "../lib/blank-secrets.ts";
import type { Clock } from "../lib/clock.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Log } from "../lib/log.ts";
import { type AlarmReport, NO_ALARM_OPTIONS, type PublicationFacts } from "../model/index.ts";
import type { SendResult } from "../providers/contract.ts";
import { slack } from "../providers/slack.ts";
import type { AlarmSource } from "../signals/alarms/contract.ts";
import { alarmFacts } from "./alarm-facts.ts";
import { MAX_ALARM_BODY_BYTES, parseAlarms } from "./parse-alarms.ts";
import { unparsedReport } from "./unparsed-report.ts";

export interface RelayDeps {
  readonly http: HttpClient;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** What CloudMonitor sent, and where it goes on. */
export interface Relayed {
  readonly source: AlarmSource;
  readonly target: RelayTarget;
  /** IANA zone in which messages tell local times. */
  readonly timezone: string;
  /** Names of headers in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type RelayOutcome =
  /** `unparsed` says why the body could not be read, so that it was told as it is. */
  | { readonly kind: "told"; readonly reports: number; readonly unparsed: string | null }
  /** A Watchbell has it, and tells whom it concerns. */
  | { readonly kind: "forwarded" }
  | { readonly kind: "failed"; readonly reason: string }
  /** The target wants to be left alone for so long. */
  | { readonly kind: "limited"; readonly reason: string; readonly afterMs: number };

/** CloudMonitor waits five seconds for an answer; this leaves it time to hear that we failed, and to come again. */
const LIMIT_MS = 3_000;
const VISIBLE = /^[\x20-\x7e]{1,200}$/;

/**
 * Passes on what CloudMonitor sent, at once or not at all: nothing is kept here, so a failure is the sender's to repeat.
 * A Watchbell gets the body as it came and knows a repeat; a webhook of Slack gets the message that a Watchbell would send.
 */
export async function relayAlarms(deps: RelayDeps, relayed: Relayed): Promise<RelayOutcome> {
  const endsAt = deps.clock.now() + LIMIT_MS;
  const http: HttpClient = {
    request: (request) => deps.http.request({ ...request, timeoutMs: Math.max(1, endsAt - deps.clock.now()) }),
  };
  const outcome = await (relayed.target.kind === "slack" ? tell : forward)({ ...deps, http }, relayed);
  if (!("reason" in outcome)) return outcome;
  return { ...outcome, reason: blankSecrets(outcome.reason, secretsIn({ url: relayed.target.url })) };
}

async function forward({ http }: RelayDeps, { target, headers, body }: Relayed): Promise<RelayOutcome> {
  const type = headers["content-type"] ?? "";
  // A type that no header may hold must not cost the alarm; the Watchbell looks at the body in any case.
  const sent = VISIBLE.test(type) ? { "content-type": type } : undefined;
  const result = await http.request({ method: "POST", url: target.url, headers: sent, body });
  if (result.kind === "failed") return result;
  if (result.status >= 200 && result.status < 300) return { kind: "forwarded" };
  return { kind: "failed", reason: `The Watchbell answered ${result.status}.` };
}

async function tell(deps: RelayDeps, relayed: Relayed): Promise<RelayOutcome> {
  const { reports, unparsed } = read(deps, relayed);
  for (const report of reports) {
    const result = await send(deps, relayed, report);
    switch (result.kind) {
      case "delivered":
      case "accepted":
        break;
      case "limited":
        return result;
      case "retry":
      case "unknown":
      case "rejected":
        return { kind: "failed", reason: result.reason };
    }
  }
  return { kind: "told", reports: reports.length, unparsed };
}

function read(
  { log, clock }: RelayDeps,
  { source, headers, body }: Relayed,
): { readonly reports: readonly AlarmReport[]; readonly unparsed: string | null } {
  const parsed = parseAlarms(
    { log },
    {
      source,
      sourceName: source.kind,
      request: { headers, body: body.subarray(0, MAX_ALARM_BODY_BYTES), receivedAt: clock.now() },
      totalBytes: body.length,
      options: NO_ALARM_OPTIONS,
    },
  );
  switch (parsed.kind) {
    case "reports":
      return { reports: parsed.reports, unparsed: null };
    case "confirm":
      return { reports: [parsed.report], unparsed: null };
    case "unparsed": {
      const { reason } = parsed;
      return { reports: [unparsedReport(source.kind, body, { reason, isKept: false })], unparsed: reason };
    }
  }
}

async function send(
  { http, clock, log }: RelayDeps,
  { source, target, timezone }: Relayed,
  report: AlarmReport,
): Promise<SendResult> {
  const now = clock.now();
  const facts: PublicationFacts = {
    type: "publication",
    projectName: "",
    topic: source.kind,
    at: now,
    metadata: {},
    alarm: alarmFacts(report, { source: source.kind, timezone }),
  };
  const credentials = { url: target.url };
  const payload = slack.render({ event: "publication", facts }, null, credentials);
  const message = { payload, credentials, messageId: "", alertKey: null, previous: null };
  return slack.send(message, { http, connect: refuseToConnect, now, log: log.debug });
}

/** A webhook is called over HTTP and nothing else. */
function refuseToConnect(): Promise<never> {
  throw new Error("the relay has no connections but those of its HTTP client");
}
