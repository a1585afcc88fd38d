import type { LogType, Message, Ping, ProbeResult, StoredTransition } from "../../model/index.ts";
import { type LogPlace, mergeLog, type PlacedEntry } from "../merge-log.ts";
import type { WatchPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { stateKey } from "./keys.ts";
import { loadStanding, showMessages } from "./load-messages.ts";
import { bodyOf, type LineRequest, readPings, readResults, readTransitions, transitionNumber } from "./log-lines.ts";
import { isMentioned, isMentionedInBytes } from "./mentions.ts";
import { messageFromItem, monitorMessages, type StoredMessage } from "./message-item.ts";
import type { Query } from "./port.ts";

const LAST = Number.MAX_SAFE_INTEGER;
/** Above every place in the list of messages. */
const END = "~";
const START = { ping: LAST, result: LAST, transition: LAST, message: END };
/** So many messages are looked at a time. */
const AT_A_TIME = 100;

interface Part {
  readonly monitorId: string;
  readonly before: LogPlace;
  readonly limit: number;
  /** Only what mentions it. */
  readonly text: string | undefined;
}

const READ: Readonly<Record<LogType, (deps: DynamoDeps, part: Part) => Promise<readonly PlacedEntry[]>>> = {
  ping: readPingEntries,
  result: readResultEntries,
  transition: readTransitionEntries,
  message: readMessageEntries,
};

/** The part of the watch port that merges what was recorded of a monitor. */
export function createMonitorLog(deps: DynamoDeps): Pick<WatchPort, "log"> {
  return {
    async log(monitorId, filter) {
      if ((await deps.port.get(stateKey(monitorId))) === null) return { items: [], nextCursor: null };
      const { text } = filter;
      return await mergeLog(filter, START, (type, before, limit) =>
        READ[type](deps, { monitorId, before, limit, text }),
      );
    },
  };
}

async function readPingEntries(deps: DynamoDeps, { monitorId, before, limit, text }: Part) {
  const request: LineRequest<Ping> = {
    before: Number(before),
    limit,
    wants: text === undefined ? undefined : (ping, row) => pingMentions(deps, monitorId, { ping, row, text }),
  };
  const pings = await readPings(deps, monitorId, request);
  return pings.map((ping) => ({ place: ping.n, entry: { type: "ping" as const, at: ping.at, ping } }));
}

async function pingMentions(
  deps: DynamoDeps,
  monitorId: string,
  { ping, row, text }: { readonly ping: Ping; readonly row: Item; readonly text: string },
): Promise<boolean> {
  const { kind, method, remoteAddress, userAgent, runId, contentType } = ping;
  if (isMentioned(text, [kind, method, remoteAddress, userAgent, runId, contentType])) return true;
  const body = ping.bodyBytes === 0 ? null : await bodyOf(deps, monitorId, row);
  return body !== null && isMentionedInBytes(text, body);
}

async function readResultEntries(deps: DynamoDeps, { monitorId, before, limit, text }: Part) {
  const wants = ({ verdict, reason, timings, details }: ProbeResult) =>
    text === undefined || isMentioned(text, [verdict, reason, JSON.stringify({ timings, details })]);
  const results = await readResults(deps, monitorId, { before: Number(before), limit, wants });
  return results.map((result) => ({ place: result.n, entry: { type: "result" as const, at: result.at, result } }));
}

async function readTransitionEntries(deps: DynamoDeps, { monitorId, before, limit, text }: Part) {
  const wants = ({ from, to, severity, reason }: StoredTransition) =>
    text === undefined || isMentioned(text, [from, to, severity, reason.text]);
  const transitions = await readTransitions(deps, monitorId, { before: Number(before), limit, wants });
  return transitions.map((transition) => {
    const place = transitionNumber(transition);
    return { place, entry: { type: "transition" as const, at: transition.at, transition } };
  });
}

async function readMessageEntries(deps: DynamoDeps, { monitorId, before, limit, text }: Part) {
  const found: PlacedEntry[] = [];
  const range = { upTo: String(before) };
  const query: Query = { index: "index-2", pk: monitorMessages(monitorId), range, newestFirst: true, limit: AT_A_TIME };
  let after: Query["after"];
  do {
    const answer = await deps.port.query({ ...query, after });
    const now = deps.now();
    const stored = answer.items.flatMap((item): readonly StoredMessage[] => {
      const message = messageFromItem(item, now);
      return message && message.seq !== before ? [message] : [];
    });
    const messages = await showMessages(deps, await loadStanding(deps, stored));
    for (const [index, message] of messages.entries()) {
      if (found.length === limit || !messageMentions(message, text)) continue;
      const place = stored[index]?.seq ?? END;
      found.push({ place, entry: { type: "message", at: message.createdAt, message } });
    }
    after = found.length < limit ? (answer.next ?? undefined) : undefined;
  } while (after !== undefined);
  return found;
}

function messageMentions(message: Message, text: string | undefined): boolean {
  const { event, status, reason, lastReason, integrationName, provider, topic } = message;
  return text === undefined || isMentioned(text, [event, status, reason, lastReason, integrationName, provider, topic]);
}
