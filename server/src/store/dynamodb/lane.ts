import { type Event, MESSAGE_AGE_LIMIT_MS } from "../../model/index.ts";
import type { Waiting } from "../supersede.ts";
import { type Item, type Key, textOf } from "./item.ts";

/**
 * A lane is an item: what waits for an integration about one monitor, in order, with the state of the first of them,
 * which is the only one that may be sent. So whatever adds to a lane, claims, settles or supersedes in it writes this
 * one item and meets everybody else there. The lanes of an integration are one partition: reading it tells all that
 * waits, what is due and what is in flight, without an index.
 */
export interface Lane {
  readonly integrationId: string;
  readonly name: string;
  /** Null for the lane of one message and for that of the digests. */
  readonly monitorId: string | null;
  /** The first is the head. */
  readonly waiting: readonly Entry[];
  readonly head: Head;
  /** The digest that told what was in this lane: what came since goes when that one is settled. */
  readonly behind: string | null;
  /** Ended here already; their own items still say that they wait. */
  readonly ended: readonly Ended[];
}

/** A message that waits. */
export interface Entry {
  readonly id: string;
  readonly event: Event;
  readonly alertKey: string | null;
  readonly expiresAt: number;
  /** Commit order within the lane, time order beyond it. */
  readonly seq: string;
}

/** How far the head is with its delivery; of an empty lane it says nothing. */
export interface Head {
  /** While it is leased the end of the lease. */
  readonly dueAt: number;
  readonly leaseId: string | null;
  readonly attemptCount: number;
  readonly tryCount: number;
  /** How many of its tries may have arrived although nobody knows. */
  readonly uncertain: number;
  readonly lastReason: string | null;
}

/** A message that was replaced in its lane. */
export interface Ended {
  readonly id: string;
  readonly status: "superseded" | "folded";
  readonly at: number;
  /** The digest that told it. */
  readonly digestId: string | null;
  readonly attemptCount: number;
  readonly tryCount: number;
}

/** More than these of one monitor do not wait for one integration: an item ends at 400 kB. */
export const MAX_WAITING_IN_LANE = 1_000;

/** The lane of an integration's digests, which go one after another. */
export const DIGESTS = "DIGESTS";

/** The lane of one message, which needs no order. */
export const laneOfMessage = (messageId: string): string => `MESSAGE#${messageId}`;
/** The lane of a monitor. */
export const laneOfMonitor = (monitorId: string): string => `MONITOR#${monitorId}`;

/** The partition of an integration's lanes. */
export function lanePartition(integrationId: string): string {
  return `INTEGRATION#${integrationId}#WAITING`;
}

export const laneKey = (integrationId: string, name: string): Key => ({ pk: lanePartition(integrationId), sk: name });

const NEW_HEAD: Head = { dueAt: 0, leaseId: null, attemptCount: 0, tryCount: 0, uncertain: 0, lastReason: null };

/** A lane in which nothing waits. */
export function emptyLane(place: Pick<Lane, "integrationId" | "name" | "monitorId">): Lane {
  return { ...place, waiting: [], head: NEW_HEAD, behind: null, ended: [] };
}

/** The head of a message that is due from now on. */
export function dueFrom(now: number, before: Partial<Head> = {}): Head {
  return { ...NEW_HEAD, ...before, dueAt: now };
}

/** A message as it is when it begins to wait. */
export function newEntry(entry: Omit<Entry, "expiresAt">, now: number): Entry {
  return { ...entry, expiresAt: now + MESSAGE_AGE_LIMIT_MS };
}

/** True while somebody sends the head. */
export function isInFlight({ waiting, head }: Lane, now: number): boolean {
  return waiting.length > 0 && head.leaseId !== null && head.dueAt > now;
}

/** True for a lane about a monitor whose head nobody has tried to send: what a digest may tell. */
export function isUntold({ waiting, monitorId, head }: Lane): boolean {
  return waiting.length > 0 && monitorId !== null && head.leaseId === null && head.tryCount === 0;
}

/** What superseding needs to know of the entries. */
export function waitingOf({ waiting, head }: Lane): readonly (Entry & Waiting)[] {
  return waiting.map((entry, index) => ({
    ...entry,
    untouched: index > 0 || (head.leaseId === null && head.uncertain === 0),
  }));
}

/** What is kept of messages of a lane that are replaced. */
export function endedIn(
  { waiting, head }: Lane,
  ids: ReadonlySet<string>,
  how: Pick<Ended, "status" | "at" | "digestId">,
): readonly Ended[] {
  return waiting.flatMap(({ id }, index): Ended[] => {
    const { attemptCount, tryCount } = index === 0 ? head : NEW_HEAD;
    return ids.has(id) ? [{ id, attemptCount, tryCount, ...how }] : [];
  });
}

/** The lane without some of its messages; a new head is due at once. */
export function without(lane: Lane, ids: ReadonlySet<string>, now: number): Lane {
  const waiting = lane.waiting.filter(({ id }) => !ids.has(id));
  const isSameHead = waiting[0]?.id === lane.waiting[0]?.id;
  return { ...lane, waiting, head: isSameHead ? lane.head : dueFrom(now) };
}

/** True when nothing is left that anybody needs. */
export function isSpent({ waiting, behind, ended }: Lane): boolean {
  return waiting.length === 0 && behind === null && ended.length === 0;
}

type EntryFields = [id: string, event: Event, alertKey: string | null, expiresAt: number, seq: string];

/** The item of a lane. */
export function laneItem(lane: Lane): Item {
  const { integrationId, name, monitorId, waiting, head, behind, ended } = lane;
  const { dueAt, leaseId, attemptCount, tryCount, uncertain, lastReason } = head;
  const entries = waiting.map((e): EntryFields => [e.id, e.event, e.alertKey, e.expiresAt, e.seq]);
  return {
    ...laneKey(integrationId, name),
    integrationId,
    monitorId: monitorId ?? undefined,
    waiting: JSON.stringify(entries),
    ...(waiting.length > 0 && {
      dueAt,
      leaseId: leaseId ?? undefined,
      attemptCount,
      tryCount,
      uncertain,
      lastReason: lastReason ?? undefined,
    }),
    behind: behind ?? undefined,
    ended: ended.length > 0 ? JSON.stringify(ended) : undefined,
  };
}

/** Reads the item of a lane. */
export function laneFromItem(item: Item): Lane {
  const entries = JSON.parse(String(item.waiting)) as EntryFields[];
  return {
    integrationId: String(item.integrationId),
    name: item.sk,
    monitorId: textOf(item.monitorId),
    waiting: entries.map(([id, event, alertKey, expiresAt, seq]) => ({ id, event, alertKey, expiresAt, seq })),
    head: {
      dueAt: Number(item.dueAt ?? 0),
      leaseId: textOf(item.leaseId),
      attemptCount: Number(item.attemptCount ?? 0),
      tryCount: Number(item.tryCount ?? 0),
      uncertain: Number(item.uncertain ?? 0),
      lastReason: textOf(item.lastReason),
    },
    behind: textOf(item.behind),
    ended: item.ended === undefined ? [] : (JSON.parse(String(item.ended)) as Ended[]),
  };
}
