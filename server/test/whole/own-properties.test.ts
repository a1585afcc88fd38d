import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { completeConfig } from "../../src/actions/monitor-defaults.ts";
import { judge } from "../../src/judge/judge.ts";
import { newMonitor } from "../../src/judge/new-monitor.ts";
import { statusAt } from "../../src/judge/status-at.ts";
import type { Monitor, MonitorConfig, PingAction, Signal, Transition } from "../../src/model/index.ts";
import { pingSignal } from "../monitor-story.ts";
import { createStage, iso, type Json, MINUTE, SECOND, type Stage } from "./stage.ts";

/**
 * The whole program, through HTTP, against the judge alone: whatever is sent in whatever order, what the API shows is
 * what the judge says of the same signals one after another, and whatever must be told has its message.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

const ACTOR = "first write key";
const RUNS = ["aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"];

/** What a configuration says over HTTP, and what it is inside. */
interface Configured {
  readonly body: object;
  readonly patch: Partial<MonitorConfig>;
}

type Step =
  | { readonly kind: "ping"; readonly action: PingAction; readonly exitStatus?: number; readonly runId?: string }
  | { readonly kind: "burst"; readonly actions: readonly PingAction[] }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "sweep" }
  | { readonly kind: "deliver" }
  | { readonly kind: "command"; readonly command: "pause" | "resume" | "acknowledge" }
  | { readonly kind: "configure"; readonly configured: Configured };

const action = fc.constantFrom<PingAction>("success", "success", "fail", "start", "log");

const schedule = fc
  .record({
    period: fc.integer({ min: 1, max: 120 }),
    grace: fc.integer({ min: 0, max: 60 }),
    allowedMisses: fc.integer({ min: 0, max: 2 }),
  })
  .map(
    ({ period, grace, allowedMisses }): Configured => ({
      body: { schedule: { type: "period", periodSeconds: period, graceSeconds: grace, allowedMisses } },
      patch: { schedule: { type: "period", periodMs: period * SECOND, graceMs: grace * SECOND, allowedMisses } },
    }),
  );

const plain = fc
  .record(
    {
      severity: fc.constantFrom("critical" as const, "warning" as const),
      failuresToDown: fc.integer({ min: 1, max: 3 }),
      successesToUp: fc.integer({ min: 1, max: 3 }),
      manualResume: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((patch): Configured => ({ body: patch, patch }));

const configured = fc
  .tuple(schedule, plain)
  .map(([a, b]): Configured => ({ body: { ...a.body, ...b.body }, patch: { ...a.patch, ...b.patch } }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("ping" as const), action }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("ping" as const), action, runId: fc.constantFrom(...RUNS) }),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 3 })
      .map((exitStatus): Step => ({ kind: "ping", action: exitStatus === 0 ? "success" : "fail", exitStatus })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("burst" as const), actions: fc.array(action, { maxLength: 8 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: -5 * SECOND, max: 4 * MINUTE }) }),
  },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: "sweep" }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "deliver" }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("command" as const),
      command: fc.constantFrom("pause" as const, "resume" as const, "acknowledge" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("configure" as const), configured: fc.oneof(schedule, plain) }),
  },
);

/** The judge alone, on one monitor. */
class Model {
  monitor: Monitor;
  readonly transitions: Transition[] = [];
  /** Downs and recoveries that came in one change are told as one. */
  toldTogether = 0;

  constructor(id: string, config: Partial<MonitorConfig>, now: number) {
    const seed = { projectId: "p", monitorId: id, door: null, doorKey: null };
    this.monitor = newMonitor({ ...seed, config: { ...completeConfig(config), topics: ["default+alerts"] } }, now);
  }

  /** Says whether the judge took it. */
  take(signal: Signal): boolean {
    const judged = judge(this.monitor, signal, { now: stage.test.clock.now(), gaps: [] });
    if (judged.kind === "refused") return false;
    this.monitor = judged.next ?? this.monitor;
    this.transitions.push(...judged.transitions);
    const [first, second] = judged.transitions;
    if (first?.to === "down" && first.from !== "down" && second?.to === "up") this.toldTogether += 1;
    return true;
  }
}

/** Does the same over HTTP and in the model. */
async function both(id: string, model: Model, next: Step): Promise<void> {
  const { clock } = stage.test;
  switch (next.kind) {
    case "ping": {
      const { action: sent, exitStatus, runId } = next;
      expect(await stage.ping(`${id}${suffix(sent, exitStatus)}${runId ? `?rid=${runId}` : ""}`)).toBe(200);
      const options = { ...(exitStatus !== undefined && { exitStatus }), ...(runId !== undefined && { runId }) };
      model.take(pingSignal(sent, options));
      return;
    }
    case "burst": {
      const answers = await Promise.all(next.actions.map((each) => stage.ping(`${id}${suffix(each)}`)));
      expect(answers).toEqual(next.actions.map(() => 200));
      for (const each of next.actions) model.take(pingSignal(each));
      return;
    }
    case "wait":
      clock.set(clock.now() + next.ms);
      return;
    case "sweep":
      await stage.test.sweep();
      // While a clock that was set back has not caught up, nothing is overdue.
      if (clock.now() >= (model.monitor.state.deadlineAt ?? Number.POSITIVE_INFINITY)) model.take({ type: "time" });
      return;
    case "deliver":
      await stage.test.deliver();
      return;
    case "command": {
      const { status } = await stage.api("POST", `/monitors/${id}/${next.command}`, {});
      expect(status).toBe(model.take({ type: next.command, actor: ACTOR }) ? 200 : 409);
      return;
    }
    case "configure": {
      const { body, patch } = next.configured;
      expect((await stage.api("PATCH", `/monitors/${id}`, body)).status).toBe(200);
      model.take({ type: "configure", actor: ACTOR, patch });
    }
  }
}

function suffix(sent: PingAction, exitStatus?: number): string {
  if (exitStatus !== undefined) return `/${exitStatus}`;
  return sent === "success" ? "" : `/${sent}`;
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

async function compare(id: string, { monitor, transitions }: Model): Promise<void> {
  const { state } = monitor;
  const shown = await stage.monitor(id);
  expect(shown).toMatchObject({
    status: statusAt(monitor, { now: stage.test.clock.now(), gaps: [] }),
    statusSince: iso(state.statusSinceAt),
    started: state.startedAt !== null,
    pingCount: state.pingCount,
    lastPingAt: isoOrNull(state.lastPingAt),
    expectedAt: isoOrNull(state.expectedAt),
    deadlineAt: isoOrNull(state.deadlineAt),
  });
  expect(shown.incident?.n ?? null).toBe(state.incident?.n ?? null);
  const list = (await stage.api("GET", `/monitors/${id}/transitions?limit=1000`)).body.transitions.toReversed();
  expect(list.map(({ from, to, at, reason }: Json) => [from, to, at, reason])).toEqual(
    transitions.map(({ from, to, at, reason }) => [from, to, iso(at), reason]),
  );
}

async function everyOutageIsTold(id: string, { transitions, toldTogether }: Model): Promise<void> {
  const { messages } = (await stage.api("GET", `/messages?monitor=${id}&limit=1000`)).body;
  const told = (...events: string[]): number => messages.filter(({ event }: Json) => events.includes(event)).length;
  const changes = (from: (status: string) => boolean, to: string): number =>
    transitions.filter((each) => from(each.from) && each.to === to).length;
  const isDown = (status: string): boolean => status === "down";
  expect(told("recovered-late")).toBe(toldTogether);
  expect(told("down")).toBe(changes((status) => !isDown(status), "down") - toldTogether);
  expect(told("up", "was-down")).toBe(changes(isDown, "up") - toldTogether);
  expect(told("changed")).toBe(changes(isDown, "down"));
  // A clock that was set back catches up, so that all is due.
  stage.test.clock.advance(3 * MINUTE);
  await stage.test.deliver();
  expect((await stage.api("GET", `/messages?monitor=${id}&status=waiting`)).body.messages).toEqual([]);
}

it("shows and tells what the judge says of the same signals, whatever comes in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(configured, fc.array(step, { minLength: 1, maxLength: 25 }), async (start, steps) => {
      const { status, body } = await stage.api("POST", "/monitors", start.body);
      expect(status).toBe(201);
      const model = new Model(body.id, start.patch, stage.test.clock.now());
      for (const next of steps) {
        await both(body.id, model, next);
        if (model.monitor.state.status === "up") expect((await stage.monitor(body.id)).deadlineAt).not.toBeNull();
      }
      await compare(body.id, model);
      await everyOutageIsTold(body.id, model);
      expect((await stage.api("DELETE", `/monitors/${body.id}`)).status).toBe(204);
    }),
    { numRuns: 120 },
  );
}, 60_000);
