import type { Transaction } from "kysely";
import { judge } from "../../judge/judge.ts";
import { describeSchedule } from "../../judge/schedules/schedule.ts";
import { newMonitor } from "../../judge/new-monitor.ts";
import type { Monitor, MonitorConfig, NewNotification, Project, Signal, Topic, Transition } from "../../model/index.ts";
import { routeTransitions } from "../../route/route-transitions.ts";
import type { ChangeOutcome, ChangeRequest, MonitorSeed } from "../ports.ts";
import type { Database } from "./database.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { addressKey, isOfProject, type LoadedMonitor, loadMonitors } from "./load-monitors.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";
import { asStoreError } from "./unavailable.ts";
import { writeChanges } from "./write-changes.ts";
import { StoreUnavailable } from "../../model/index.ts";

/** Monitors that may make themselves in one project. */
export const MAX_SELF_MADE_MONITORS = 10_000;
/** A monitor that could not be judged is looked at again after this long. */
const JUDGE_RETRY_MS = 3_600_000;

/** One monitor while a batch is folded: what was loaded, and what became of it. */
export interface Slot {
  /** Null until a new monitor is written. */
  seq: number | null;
  readonly isNew: boolean;
  readonly oldSweepAt: number | null;
  version: number;
  configChanged: boolean;
  /** The monitor after the last signal; when deleted, the last that it was. */
  monitor: Monitor;
  deleted: boolean;
  sweepAt: number | null;
}

/** A ping to be recorded. */
export interface RecordedPing {
  readonly slot: Slot;
  readonly signal: Extract<Signal, { type: "ping" }>;
  readonly ping: NonNullable<Extract<ReturnType<typeof judge>, { kind: "judged" }>["ping"]>;
}

/** What a batch will write. */
export interface Batch {
  readonly now: number;
  readonly slots: Set<Slot>;
  readonly pings: RecordedPing[];
  readonly transitions: { readonly slot: Slot; readonly transition: Transition; readonly actor: string }[];
  readonly commands: { readonly slot: Slot; readonly signal: Signal; readonly created: boolean }[];
  readonly toRoute: { readonly before: Monitor; readonly monitor: Monitor; readonly transitions: readonly Transition[] }[];
}

/**
 * Judges and routes a batch of signals in one transaction.
 *
 * 1. The monitors named are loaded while the write lock is held, so nothing changes under the fold.
 * 2. Requests are judged in order; several for one monitor see each other's result.
 * 3. Transitions are routed with the topics as they are now.
 * 4. Everything is written and committed together.
 *
 * If the batch throws for a reason of its own it is redone one by one, so that one bad request hurts nobody.
 */
export async function change(deps: SqlDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  if (requests.length === 0) return [];
  try {
    return await deps.db.transaction().execute((trx) => changeInside(deps, trx, requests));
  } catch (error) {
    if (asStoreError(error) instanceof StoreUnavailable) throw error;
    if (requests.length > 1) return await changeOneByOne(deps, requests);
    await putOff(deps, requests[0]);
    return [{ kind: "failed", error: error instanceof Error ? error.message : String(error) }];
  }
}

async function changeOneByOne(deps: SqlDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) outcomes.push(...(await change(deps, [request])));
  return outcomes;
}

/** Keeps a monitor that cannot be judged from heading the sweep's queue for ever. */
async function putOff(deps: SqlDeps, request: ChangeRequest | undefined): Promise<void> {
  if (request?.signal.type !== "time" || request.address.by !== "id") return;
  const seq = deps.db.selectFrom("monitors").select("seq").where("id", "=", request.address.monitorId);
  await deps.db
    .updateTable("monitor_states")
    .set({ sweep_at: deps.now() + JUDGE_RETRY_MS })
    .where("monitor_seq", "in", seq)
    .execute();
}

/** The same inside a transaction of the caller's; throws when anything is amiss. */
export async function changeInside(
  deps: SqlDeps,
  trx: Transaction<Database>,
  requests: readonly ChangeRequest[],
): Promise<readonly ChangeOutcome[]> {
  const loaded = await loadMonitors(deps, trx, requests.map((request) => request.address));
  const slots = new Map<string, Slot>();
  const slotsById = new Map<string, Slot>();
  const batch: Batch = { now: deps.now(), slots: new Set(), pings: [], transitions: [], commands: [], toRoute: [] };
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) {
    const key = addressKey(request.address);
    let slot = slots.get(key) ?? slotOf(loaded.get(key), slotsById);
    let created = false;
    if ((!slot || slot.deleted) && request.createIfMissing) {
      const made = await createSlot(trx, request.createIfMissing, batch);
      if ("kind" in made) {
        outcomes.push(made);
        continue;
      }
      slot = made;
      created = true;
    }
    if (!slot || slot.deleted || !isOfProject(request.address, slot.monitor)) {
      outcomes.push({ kind: "missing" });
      continue;
    }
    slots.set(key, slot);
    slotsById.set(slot.monitor.id, slot);
    outcomes.push(await applySignal(deps, trx, { batch, slot, signal: request.signal, created }));
  }
  const notifications = await route(deps, trx, batch);
  await writeChanges(trx, batch, notifications);
  return outcomes;
}

/** The slot of a loaded monitor; one slot even when it was addressed in two ways. */
function slotOf(loaded: LoadedMonitor | undefined, slotsById: Map<string, Slot>): Slot | undefined {
  if (!loaded) return undefined;
  return (
    slotsById.get(loaded.monitor.id) ?? {
      seq: loaded.seq,
      isNew: false,
      oldSweepAt: loaded.sweepAt,
      version: loaded.version,
      configChanged: false,
      monitor: loaded.monitor,
      deleted: false,
      sweepAt: loaded.sweepAt,
    }
  );
}

async function createSlot(trx: Db, seed: MonitorSeed, batch: Batch): Promise<Slot | ChangeOutcome> {
  if (seed.door !== null) {
    const pending = [...batch.slots].filter((slot) => slot.isNew && slot.monitor.projectId === seed.projectId).length;
    if ((await countSelfMade(trx, seed.projectId)) + pending >= MAX_SELF_MADE_MONITORS) return { kind: "too-many" };
  }
  const topics = seed.config.topics ?? (await loadProjects(trx, [seed.projectId])).get(seed.projectId)?.defaultTopics;
  const config: MonitorConfig = { ...seed.config, topics: topics ?? [] };
  const fault = await configFault(trx, { projectId: seed.projectId, config, monitorId: null });
  if (fault) return fault;
  return {
    seq: null,
    isNew: true,
    oldSweepAt: null,
    version: 1,
    configChanged: false,
    monitor: newMonitor({ ...seed, config }, batch.now),
    deleted: false,
    sweepAt: null,
  };
}

async function countSelfMade(trx: Db, projectId: string): Promise<number> {
  const row = await trx
    .selectFrom("monitors")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("project_id", "=", projectId)
    .where("door", "is not", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** What keeps a configuration from being stored: a slug that is taken, topics that do not exist. */
async function configFault(
  trx: Db,
  input: { readonly projectId: string; readonly config: MonitorConfig; readonly monitorId: string | null },
): Promise<ChangeOutcome | null> {
  const { projectId, config, monitorId } = input;
  if (config.slug !== null) {
    const owner = await trx
      .selectFrom("monitors")
      .select("id")
      .where("project_id", "=", projectId)
      .where("slug", "=", config.slug)
      .executeTakeFirst();
    if (owner && owner.id !== monitorId) return { kind: "slug-taken", slug: config.slug };
  }
  const known = await loadTopicsByName(trx, projectId, config.topics);
  const unknown = config.topics.filter((name) => !known.has(name));
  return unknown.length > 0 ? { kind: "unknown-topics", topics: unknown } : null;
}

interface Application {
  readonly batch: Batch;
  readonly slot: Slot;
  readonly signal: Signal;
  readonly created: boolean;
}

async function applySignal(deps: SqlDeps, trx: Db, application: Application): Promise<ChangeOutcome> {
  const { batch, slot, signal, created } = application;
  const before = slot.monitor;
  if (signal.type === "configure" && !created) {
    const config = { ...before.config, ...signal.patch };
    const fault = await configFault(trx, { projectId: before.projectId, config, monitorId: before.id });
    if (fault) return fault;
  }
  const judged = judge(before, signal, { now: batch.now, gaps: deps.gaps.current });
  if (judged.kind === "refused") return judged;
  batch.slots.add(slot);
  slot.deleted = judged.next === null;
  slot.monitor = judged.next ?? before;
  slot.sweepAt = nextSweepAt(slot, judged.lookAgainAt, batch.now);
  if (judged.next && judged.next.config !== before.config) slot.configChanged = true;
  if (judged.ping && signal.type === "ping") batch.pings.push({ slot, signal, ping: judged.ping });
  const actor = "actor" in signal ? signal.actor : signal.type;
  for (const transition of judged.transitions) batch.transitions.push({ slot, transition, actor });
  if (judged.transitions.length > 0) batch.toRoute.push({ before, monitor: slot.monitor, transitions: judged.transitions });
  if (created || "actor" in signal) batch.commands.push({ slot, signal, created });
  return {
    kind: "changed",
    monitorId: slot.monitor.id,
    created,
    reason: judged.reason,
    transitions: judged.transitions,
    monitor: "actor" in signal ? judged.next : null,
  };
}

/** Keeps an earlier time that is still to come, so that the index is rewritten when the sweep looked, not at each ping. */
function nextSweepAt(slot: Slot, lookAgainAt: number | null, now: number): number | null {
  if (lookAgainAt === null) return null;
  const old = slot.sweepAt;
  return old !== null && old > now && old <= lookAgainAt ? old : lookAgainAt;
}

/** Routes what happened in the order in which it happened, with the topics as they are. */
async function route(deps: SqlDeps, trx: Db, batch: Batch): Promise<readonly NewNotification[]> {
  if (batch.toRoute.length === 0) return [];
  const namesByProject = new Map<string, Set<string>>();
  for (const { monitor } of batch.toRoute) {
    const names = namesByProject.get(monitor.projectId) ?? new Set<string>();
    for (const name of monitor.config.topics) names.add(name);
    namesByProject.set(monitor.projectId, names);
  }
  const projects = await loadProjects(trx, [...namesByProject.keys()]);
  const topics = new Map<string, ReadonlyMap<string, Topic>>();
  for (const [id, names] of namesByProject) topics.set(id, await loadTopicsByName(trx, id, [...names]));
  return batch.toRoute.flatMap(({ before, monitor, transitions }) => {
    const project: Project | undefined = projects.get(monitor.projectId);
    if (!project) throw new Error(`monitor ${monitor.id} belongs to no project`);
    const own = monitor.config.topics.flatMap((name) => topics.get(project.id)?.get(name) ?? []);
    const context = { now: batch.now, baseUrl: deps.baseUrl, gaps: deps.gaps.current, describeSchedule };
    return routeTransitions({ project, before, monitor, transitions, topics: own, ...context });
  });
}
