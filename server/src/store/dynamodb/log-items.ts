import type { Ping, PingKind, ProbeResult, ProbeVerdict, StoredTransition, Transition } from "../../model/index.ts";
import type { RecordedPing, RecordedResult, Slot } from "../batch.ts";
import type { DynamoDeps } from "./deps.ts";
import type { Item, Key, Value } from "./item.ts";
import { monitorKey, sortable } from "./keys.ts";

const DAY_MS = 86_400_000;
/** So many pings and results of a monitor are shown. */
export const KEPT_PINGS = 1_000;
/** How long transitions and incidents that are over are kept. */
export const KEPT_TRANSITIONS_MS = 400 * DAY_MS;
/** A body up to this size stands beside its ping, so that both are one write unit. */
const INLINE_BODY_BYTES = 600;
/** So many intervals of its monitor a ping is kept: DynamoDB deletes for nothing, where counting would cost a write. */
const KEPT_INTERVALS = 2 * KEPT_PINGS;
const SHORTEST_KEPT_MS = 7 * DAY_MS;

export const PING = "PING#";
export const RESULT = "RESULT#";
export const TRANSITION = "TRANSITION#";

/** The key of a numbered line of a monitor's log. */
export function lineKey(monitorId: string, kind: typeof PING | typeof RESULT | typeof TRANSITION, n: number): Key {
  return { pk: monitorKey(monitorId).pk, sk: `${kind}${sortable(n)}` };
}

/** The key of a body that is too large to stand beside its ping. */
export function bodyKey(monitorId: string, n: number): Key {
  return { pk: monitorKey(monitorId).pk, sk: `BODY#${sortable(n)}` };
}

/** What DynamoDB deletes by: seconds. */
export function timeToLive(at: number): number {
  return Math.ceil(at / 1000);
}

/** False for what is due to be deleted: DynamoDB may take two days more over it. */
export function isAlive(item: Item, now: number): boolean {
  return typeof item.ttl !== "number" || item.ttl * 1000 > now;
}

/** What is written of a ping: its row, and its body when that is large. The mark tells a row from another's. */
export function pingItems({ newMark }: DynamoDeps, { slot, signal, ping }: RecordedPing): readonly Item[] {
  const { source, body } = signal;
  const { id } = slot.monitor;
  const size = body?.length ?? 0;
  const common = { v: newMark(), ttl: lineEnd(slot, ping.at) };
  const row: Item = {
    ...lineKey(id, PING, ping.n),
    ...common,
    at: ping.at,
    k: ping.kind,
    x: ping.exitStatus ?? undefined,
    r: ping.runId ?? undefined,
    d: ping.durationMs ?? undefined,
    m: source.method,
    s: source.scheme,
    a: source.remoteAddress,
    u: source.userAgent,
    n: size === 0 ? undefined : size,
    c: size === 0 ? undefined : (source.contentType ?? undefined),
    b: body && size > 0 && size <= INLINE_BODY_BYTES ? body : undefined,
  };
  return body && size > INLINE_BODY_BYTES ? [{ ...bodyKey(id, ping.n), ...common, b: body }, row] : [row];
}

/** What is written of a probe's result. */
export function resultItem({ newMark }: DynamoDeps, { slot, signal, n, at }: RecordedResult): Item {
  const { verdict, reason, timings, details } = signal;
  return {
    ...lineKey(slot.monitor.id, RESULT, n),
    v: newMark(),
    ttl: lineEnd(slot, at),
    at,
    k: verdict,
    r: reason,
    j: JSON.stringify({ timings, details }),
  };
}

/** What is written of a transition. */
export function transitionItem(monitorId: string, n: number, transition: Transition): Item {
  const { at, gaps, reason, ...rest } = transition;
  return {
    ...lineKey(monitorId, TRANSITION, n),
    ttl: timeToLive(at + KEPT_TRANSITIONS_MS),
    at,
    j: JSON.stringify({ ...rest, reason, gaps }),
  };
}

/** By when the newest pings have surely taken the place of one: judged by how often its monitor is due. */
function lineEnd({ monitor }: Slot, at: number): number {
  const { expectedAt, lastPingAt } = monitor.state;
  const { schedule } = monitor.config;
  const known = expectedAt === null || lastPingAt === null ? null : expectedAt - lastPingAt;
  const intervalMs = known ?? (schedule.type === "period" ? schedule.periodMs : KEPT_TRANSITIONS_MS);
  return timeToLive(at + Math.min(KEPT_TRANSITIONS_MS, Math.max(SHORTEST_KEPT_MS, KEPT_INTERVALS * intervalMs)));
}

/** The number of a line. */
export function lineNumber(item: Key): number {
  return Number(item.sk.slice(item.sk.indexOf("#") + 1));
}

/** Reads a ping. */
export function pingFromItem(item: Item): Ping {
  return {
    n: lineNumber(item),
    at: Number(item.at),
    kind: item.k as PingKind,
    exitStatus: numberOf(item.x),
    runId: textOf(item.r),
    durationMs: numberOf(item.d),
    method: textOf(item.m) ?? "",
    scheme: textOf(item.s) ?? "",
    remoteAddress: textOf(item.a) ?? "",
    userAgent: textOf(item.u) ?? "",
    bodyBytes: numberOf(item.n) ?? 0,
    contentType: textOf(item.c),
  };
}

/** Reads a probe's result. */
export function resultFromItem(item: Item): ProbeResult {
  const seen: Pick<ProbeResult, "timings" | "details"> = JSON.parse(String(item.j));
  return {
    n: lineNumber(item),
    at: Number(item.at),
    verdict: item.k as ProbeVerdict,
    reason: String(item.r),
    ...seen,
  };
}

/** Reads a transition. */
export function transitionFromItem(monitorId: string, item: Item): StoredTransition {
  const told: Omit<Transition, "at" | "to"> & Pick<StoredTransition, "to"> = JSON.parse(String(item.j));
  return { id: `${monitorId}-${lineNumber(item)}`, monitorId, at: Number(item.at), ...told };
}

function numberOf(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}
