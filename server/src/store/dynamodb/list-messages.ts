import type { Message } from "../../model/index.ts";
import { packCursor, unpackCursor } from "../cursor.ts";
import type { MessageFilter, Page } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item } from "./item.ts";
import { sortable } from "./keys.ts";
import { loadStanding, type Standing, showMessages } from "./load-messages.ts";
import { listTopics, loadTopicsByName } from "./load-topics.ts";
import {
  deadPartition,
  messageFromItem,
  messageKey,
  monitorMessages,
  projectMessages,
  type StoredMessage,
} from "./message-item.ts";
import { type Query, queryAll } from "./port.ts";
import { loadLanes } from "./waiting.ts";

/** Where a filter leaves out most, a page ends after so many were looked at, however few it shows. */
const MOST_LOOKED_AT = 5_000;
const AT_ONCE = 200;
/** Orders by time may be ahead of it by what a clock was set back meanwhile. */
const CLOCK_STEP_MS = 300_000;
/** Sorts after every seq. */
const LAST = "~";

/** The messages of a project, newest first. */
export async function listMessages(deps: DynamoDeps, filter: MessageFilter): Promise<Page<Message>> {
  const before = filter.cursor === undefined ? LAST : String(unpackCursor(filter.cursor, ["string"])[0]);
  const fits = await matcher(deps, filter);
  const shown: Standing[] = [];
  let lookedAt = 0;
  let last = before;
  for await (const messages of candidates(deps, filter, before)) {
    for (const one of await loadStanding(deps, messages)) {
      if (fits(one.message)) {
        if (shown.length === filter.limit) return await page(deps, shown, shown.at(-1)?.message.seq ?? last);
        shown.push(one);
      }
      last = one.message.seq;
    }
    lookedAt += messages.length;
    if (lookedAt >= MOST_LOOKED_AT) return await page(deps, shown, last);
  }
  return await page(deps, shown, null);
}

async function page(deps: DynamoDeps, shown: readonly Standing[], last: string | null): Promise<Page<Message>> {
  return { items: await showMessages(deps, shown), nextCursor: last === null ? null : packCursor([last]) };
}

type Fits = (message: StoredMessage) => boolean;

async function matcher({ port }: DynamoDeps, filter: MessageFilter): Promise<Fits> {
  const { projectId, status, topic, monitorId, integrationId, event, alertKey, notificationId, digestId } = filter;
  const { fromAt, toAt } = filter;
  const topicId = topic && ((await loadTopicsByName(port, projectId, [topic])).get(topic)?.id ?? "");
  const wanted = { projectId, status, topicId, monitorId, integrationId, event, alertKey, notificationId, digestId };
  const fields = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return (message) =>
    fields.every(([field, value]) => message[field as keyof StoredMessage] === value) &&
    (fromAt === undefined || message.createdAt >= fromAt) &&
    (toAt === undefined || message.createdAt < toAt);
}

/** Messages among which the wanted ones are, newest first, from the shortest list that has them all. */
async function* candidates(
  deps: DynamoDeps,
  filter: MessageFilter,
  before: string,
): AsyncGenerator<readonly StoredMessage[]> {
  const { projectId, status, alertKey, digestId } = filter;
  // Few wait, and few are dead: their own collections are short.
  if (status === "dead") return yield* byId(deps, await deadIds(deps, projectId), before);
  if (status === "waiting") return yield* byId(deps, await waitingIds(deps, projectId), before);
  // A digest comes after what it tells, and the messages of an incident are among those of its monitor.
  const digest = digestId && messageFromItem(await deps.port.get(messageKey(digestId)), deps.now());
  const newest = digest && digest.seq < before ? digest.seq : before;
  const monitorId = filter.monitorId ?? alertKey?.split(":")[0];
  const isOfMonitor = monitorId !== undefined;
  yield* fromIndex(deps, {
    index: isOfMonitor ? "index-2" : "index-1",
    pk: isOfMonitor ? monitorMessages(monitorId) : projectMessages(projectId),
    range: { from: filter.fromAt === undefined ? "" : sortable(filter.fromAt), to: upTo(newest, filter.toAt) },
  });
}

function upTo(before: string, toAt: number | undefined): string {
  const end = toAt === undefined ? LAST : sortable(toAt + CLOCK_STEP_MS);
  return end < before ? end : before;
}

async function* fromIndex(
  { port, now }: DynamoDeps,
  query: Query & { readonly range: { readonly to: string; readonly from: string } },
): AsyncGenerator<readonly StoredMessage[]> {
  const { range } = query;
  // An index takes no empty key.
  const from = range.from === "" ? "0" : range.from;
  if (from > range.to) return;
  let after: Query["after"];
  do {
    const answer = await port.query({
      ...query,
      range: { from, to: range.to },
      newestFirst: true,
      limit: AT_ONCE,
      after,
    });
    yield stored(answer.items, now()).filter(({ seq }) => seq < range.to);
    after = answer.next ?? undefined;
  } while (after !== undefined);
}

interface Placed {
  readonly id: string;
  readonly seq: string;
}

async function* byId(
  { port, now }: DynamoDeps,
  placed: readonly Placed[],
  before: string,
): AsyncGenerator<readonly StoredMessage[]> {
  const left = placed.filter(({ seq }) => seq < before).toSorted((a, b) => (a.seq < b.seq ? 1 : -1));
  for (let start = 0; start < left.length; start += AT_ONCE) {
    const keys = left.slice(start, start + AT_ONCE).map(({ id }) => messageKey(id));
    yield stored(await port.getMany(keys), now()).toSorted((a, b) => (a.seq < b.seq ? 1 : -1));
  }
}

function stored(items: readonly Item[], now: number): readonly StoredMessage[] {
  return items.map((item) => messageFromItem(item, now)).filter((message) => message !== null);
}

async function deadIds({ port }: DynamoDeps, projectId: string): Promise<readonly Placed[]> {
  const items = await queryAll(port, { pk: deadPartition(projectId) });
  return items.map(({ id, sk }) => ({ id: String(id), seq: sk.split("#")[0] ?? "" }));
}

async function waitingIds({ port }: DynamoDeps, projectId: string): Promise<readonly Placed[]> {
  const topics = await listTopics(port, projectId);
  const integrations = topics.flatMap((topic) => topic.integrations);
  const lanes = await Promise.all(integrations.map(({ id }) => loadLanes(port, id)));
  return lanes.flat().flatMap(({ waiting }) => waiting);
}
