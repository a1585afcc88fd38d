import { checkSchedule } from "../judge/schedules/schedule.ts";
import { newSecret } from "../lib/ids.ts";
import { AppError, type Project } from "../model/index.ts";
import { heartbeatIdentity, readHeartbeatItem } from "../signals/imports/heartbeat-item.ts";
import type { ReadItem } from "../signals/imports/item-fields.ts";
import { readMissmeItem } from "../signals/imports/missme-item.ts";
import { readTopicItem } from "../signals/imports/topic-item.ts";
import type { BroughtIn, MonitorToBring, TopicInput } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getProject } from "./get-project.ts";
import type { ImportKind } from "./import-kinds.ts";
import { DEFAULT_THRESHOLD_MS } from "./pulse-schedule.ts";
import { pulseSeed } from "./pulse-seed.ts";
import { integrationInput } from "./put-topic.ts";
import { serviceSeed } from "./service-seed.ts";
import { tellChange } from "./tell-change.ts";

/** An item that was not taken. */
export interface RefusedItem {
  /** Its place in the file, from 1. */
  readonly item: number;
  /** How its owner knows it; null when that cannot be told. */
  readonly name: string | null;
  readonly reason: string;
}

/** What became of a table. */
export interface ImportReport {
  readonly created: number;
  /** Items that were there already and are left as they are. */
  readonly known: number;
  /** Those created whose deadline has passed: they are down, and nobody is told. */
  readonly down: number;
  readonly refused: readonly RefusedItem[];
}

/** One item on its way in. */
interface Planned {
  readonly item: number;
  readonly name: string;
  /** What two items of one file may not share. */
  readonly identity: string;
  readonly monitor: MonitorToBring | null;
  readonly topic: TopicInput | null;
}

type Plan = Planned | RefusedItem;

/** So many items are stored before somebody looks at the clock. */
const PART = 250;

/** A clock that is a little ahead is no reason to leave a service behind. */
const MAX_AHEAD_MS = 86_400_000;

/**
 * Brings the items of an old table along with their ids, keys, hashes and last times. All that can be read is stored in
 * one transaction, or in parts where an answer may take only so long, each item whole; what cannot is told with its
 * reason. A second time changes nothing.
 */
export async function importItems(
  app: App,
  caller: Caller,
  table: { readonly kind: ImportKind; readonly items: readonly unknown[] },
): Promise<ImportReport> {
  const context = { app, project: await getProject(app, caller), now: await app.store.now() };
  const plans = refuseRepeated(table.items.map((typed, index) => planItem(context, table.kind, typed, index + 1)));
  const planned = plans.filter((plan): plan is Planned => !("reason" in plan));
  const monitors = planned.flatMap(({ monitor }) => monitor ?? []);
  const topics = planned.flatMap(({ topic }) => topic ?? []);
  const brought = await bringIn(app, caller, { monitors, topics });
  tellChange(app, caller.projectId, monitors.length > 0 ? "monitor" : "topic", null);
  // A table holds monitors or topics, never both, so that outcomes stand in the order of what was planned.
  const outcomes = [...brought.monitors, ...brought.topics];
  const refused = plans.filter((plan): plan is RefusedItem => "reason" in plan);
  const refusedByStore = planned.flatMap(({ item, name }, index) => refusalOf(outcomes[index], { item, name }));
  const created = outcomes.filter((outcome) => outcome.kind === "created");
  return {
    created: created.length,
    known: outcomes.filter(({ kind }) => kind === "known").length,
    down: created.filter(({ monitor }) => monitor?.state.status === "down").length,
    refused: [...refused, ...refusedByStore].toSorted((a, b) => a.item - b.item),
  };
}

interface Things {
  readonly monitors: readonly MonitorToBring[];
  readonly topics: readonly TopicInput[];
}

/** Stores all at once; where an answer may take only so long, in parts, and tells when there was no time for all of them. */
async function bringIn(app: App, { actor }: Caller, { monitors, topics }: Things) {
  const { people } = app.store;
  if (app.longestAnswerMs === Number.POSITIVE_INFINITY) return await people.bringIn({ monitors, topics }, actor);
  const until = app.clock.now() + app.longestAnswerMs;
  const brought = { monitors: [] as BroughtIn[], topics: [] as BroughtIn[] };
  const count = Math.max(monitors.length, topics.length);
  for (let from = 0; from < count; from += PART) {
    if (app.clock.now() >= until) throw unfinished(from, count);
    const some = { monitors: monitors.slice(from, from + PART), topics: topics.slice(from, from + PART) };
    const part = await people.bringIn(some, actor);
    brought.monitors.push(...part.monitors);
    brought.topics.push(...part.topics);
  }
  return brought;
}

function unfinished(from: number, count: number): AppError {
  const text = `There was time for ${from} of ${count} items, and those are in. Import the same again: it goes on from there.`;
  return new AppError("import_unfinished", text);
}

interface Context {
  readonly app: App;
  readonly project: Project;
  readonly now: number;
}

function planItem(context: Context, kind: ImportKind, typed: unknown, item: number): Plan {
  switch (kind) {
    case "heartbeat":
      return plan(item, readHeartbeatItem(typed), (pulse) => {
        const { names, saturday, thresholdMs } = pulse;
        const future = futureReason(context, pulse.lastPingAt);
        if (future !== null) return future;
        const seed = pulseSeed(context.project, { names, saturday, thresholdMs: thresholdMs ?? DEFAULT_THRESHOLD_MS });
        const imported = { id: pulse.id, lastPingAt: pulse.lastPingAt };
        return { identity: heartbeatIdentity(pulse), monitor: { seed: { ...seed, imported }, key: null }, topic: null };
      });
    case "missme":
      return plan(item, readMissmeItem(typed), (service) => {
        const { id, name, lastPingAt } = service;
        const future = futureReason(context, lastPingAt);
        if (future !== null) return future;
        const seed = serviceSeed(context.project.id, { ...service, topic: null }, id);
        const fault = checkSchedule(seed.config.schedule);
        if (fault !== null) return fault.message;
        const description = service.owner === null ? "" : `Owner: ${service.owner}`;
        const imported = { id, lastPingAt };
        const key = { name, value: service.key ?? newSecret("wbc_") };
        const monitor = { seed: { ...seed, imported, config: { ...seed.config, description } }, key };
        return { identity: id, monitor, topic: null };
      });
    case "topics":
      return plan(item, readTopicItem(typed), (topic) => {
        const { id, channel, hash } = topic;
        const integrations = topic.integrations.map((each, index) => {
          const provider = each.provider ?? each.name.toLowerCase();
          const request = { ...each, provider, notifyOn: null, enabled: true };
          return integrationInput(context.app, request, { index, isKnown: false });
        });
        const names = new Set(integrations.map(({ name }) => name));
        if (names.size < integrations.length) return "Two of its integrations have the same name.";
        const input = { projectId: context.project.id, channel, topic: topic.topic, id, hash, integrations };
        return { identity: `${channel}+${topic.topic}`, monitor: null, topic: input };
      });
  }
}

/** Makes a plan of what was read, or tells why there is none; `make` gives a sentence where it refuses. */
function plan<T>(
  item: number,
  read: ReadItem<T>,
  make: (value: T) => Pick<Planned, "identity" | "monitor" | "topic"> | string,
): Plan {
  const { name } = read;
  if (read.kind === "unreadable") return { item, name, reason: read.reason };
  try {
    const made = make(read.value);
    return typeof made === "string" ? { item, name, reason: made } : { item, name: read.name, ...made };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { item, name, reason: error.message };
  }
}

function futureReason({ now }: Context, lastPingAt: number | null): string | null {
  if (lastPingAt === null || lastPingAt <= now + MAX_AHEAD_MS) return null;
  return "It was last heard from in the future. Correct its time.";
}

/** Of two items that mean the same the first one counts. */
function refuseRepeated(plans: readonly Plan[]): readonly Plan[] {
  const first = new Map<string, number>();
  return plans.map((each) => {
    if ("reason" in each) return each;
    const { item, name, identity } = each;
    const earlier = first.get(identity);
    if (earlier !== undefined) return { item, name, reason: `Item ${earlier} of the file is the same one.` };
    first.set(identity, item);
    return each;
  });
}

function refusalOf(outcome: BroughtIn | undefined, of: Pick<Planned, "item" | "name">): readonly RefusedItem[] {
  if (outcome?.kind !== "refused") return [];
  return [{ ...of, reason: REASONS[outcome.why] }];
}

const REASONS: Readonly<Record<Extract<BroughtIn, { kind: "refused" }>["why"], string>> = {
  "key-taken": "Its key is the key of something else already. Give one of the two another key.",
  "name-taken": "A topic of this name is there already, with another id. Delete that one first, or rename this one.",
  "id-taken": "Something else has its id already.",
  "too-many": "The project has as many monitors that make themselves as it may have.",
  "unknown-topics": "The topic that it would tell is gone. Set the project's default topics anew.",
};
