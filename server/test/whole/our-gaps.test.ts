import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type Sink, startSink } from "../sink.ts";
import { TEST_START_AT, type TestAppOptions } from "../test-app.ts";
import { createStage, HOUR, iso, type Json, MINUTE, SECOND, type Stage, stageOf, webhookTo } from "./stage.ts";

/** Expected every 10 minutes, down 5 minutes after that. */
const OFTEN = { schedule: { type: "period", periodSeconds: 600, graceSeconds: 300 } };
const START = TEST_START_AT;

let folder: string;
let sink: Sink;
let stage: Stage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchbell-gaps-"));
  sink = await startSink();
});
afterEach(async () => {
  await stage.close();
  await sink.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(options: TestAppOptions = {}): Promise<void> {
  stage = await createStage({ path: join(folder, "watchbell.db"), ...options });
  await stage.putTopic([webhookTo(sink.url)]);
}

/** The process is gone for so long, and then starts again on the same file. */
async function restart(awayMs: number): Promise<void> {
  await stage.close();
  stage.test.clock.advance(awayMs);
  stage = stageOf(await stage.test.reopen());
}

/** Lives on for so long, with stamps that leave no gap, and then does what is due. */
async function live(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 3 * SECOND) {
    stage.test.clock.advance(Math.min(left, 3 * SECOND));
    await stage.test.store.watch.stampAlive({ starting: false });
  }
  await stage.test.doDueWork();
}

/** Wakes all loops and lets them do what needs no network. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const statusOf = async (id: string): Promise<string> => (await stage.monitor(id)).status;
const told = (): string[] => sink.received.map(({ body }) => JSON.parse(body).event);

async function heardMonitor(body: object = OFTEN): Promise<string> {
  const id = await stage.makeMonitor(body);
  await stage.ping(id);
  return id;
}

describe("a restart", () => {
  beforeEach(() => start());

  it("while a job should have been heard gives the job its grace once more, and then says that we were away", async () => {
    const id = await heardMonitor();
    await live(9 * MINUTE);
    await restart(8 * MINUTE);
    await stage.test.doDueWork();
    expect(await statusOf(id)).toBe("late");
    await live(5 * MINUTE - SECOND);
    expect([await statusOf(id), told()]).toEqual(["late", []]);
    await live(SECOND);
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    const [message] = sink.received;
    const gap = { from: iso(START + 9 * MINUTE), to: iso(START + 17 * MINUTE) };
    expect(JSON.parse(message?.body ?? "").monitor).toMatchObject({ gaps: [gap], downAt: iso(START + 22 * MINUTE) });
    const { transitions } = (await stage.api("GET", `/monitors/${id}/transitions`)).body;
    expect(transitions[0]).toMatchObject({ to: "down", gaps: [gap] });
    expect(transitions[0].reason.text).toContain(
      "Watchbell itself was away from 2026-03-04T12:09:00Z to 2026-03-04T12:17:00Z and so waited until",
    );
  });

  it("shows in the history, with how long it was", async () => {
    await live(MINUTE);
    await restart(8 * MINUTE);
    const gaps = await stage.history("gap");
    expect(gaps).toMatchObject([{ at: iso(START + 9 * MINUTE), actor: "time", monitorId: null }]);
    expect(gaps[0].text).toBe(`Watchbell could not take signals in for 480 s, from ${iso(START + MINUTE)}.`);
  });

  it("raises no alarm for a job that was in time just before it", async () => {
    const id = await heardMonitor();
    await live(10 * MINUTE);
    await stage.ping(id);
    await restart(5 * MINUTE);
    await live(5 * MINUTE + 299 * SECOND);
    expect([await statusOf(id), told()]).toEqual(["late", []]);
  });

  it("raises no alarm for a job that comes just after it, although its deadline lies within", async () => {
    const id = await heardMonitor();
    await live(9 * MINUTE);
    await restart(3 * HOUR);
    await stage.test.doDueWork();
    expect(await stage.ping(id)).toBe(200);
    await live(5 * MINUTE);
    expect([await statusOf(id), told()]).toEqual(["up", []]);
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping"]);
  });

  it("does not put off a deadline that it has nothing to do with", async () => {
    const id = await heardMonitor();
    await live(2 * MINUTE);
    await restart(5 * MINUTE);
    await live(8 * MINUTE);
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    expect(sink.received[0]?.body).toContain('"gaps":[]');
  });

  it("of a second or two is long enough to miss a signal of a short monitor, which gets a minute", async () => {
    const id = await heardMonitor({});
    stage.test.clock.advance(SECOND);
    await restart(2 * SECOND);
    await stage.test.doDueWork();
    expect([await statusOf(id), told()]).toEqual(["late", []]);
    await live(MINUTE);
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
  });

  it("does not undo an outage that was noticed before, and tells what was not told", async () => {
    sink.behave((_, response) => response.writeHead(500).end());
    const id = await heardMonitor({});
    await live(2 * SECOND);
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    sink.behave((_, response) => response.end("ok"));
    await restart(HOUR);
    await stage.test.doDueWork();
    expect([await statusOf(id), told()]).toEqual(["down", ["down", "down"]]);
    expect(new Set(sink.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });
});

describe("a crash loop", () => {
  it("inside every interval of a silent monitor still lets it go down, once, with its reason", async () => {
    await start();
    const id = await heardMonitor({ schedule: { type: "period", periodSeconds: 60, graceSeconds: 10 } });
    for (let crash = 0; crash < 12; crash += 1) {
      await live(20 * SECOND);
      await restart(5 * SECOND);
      await stage.test.doDueWork();
    }
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    // Away at 20, 45 and 70 s, while the ping could have come or its deadline passed; what came later does not count.
    expect((await stage.monitor(id)).statusSince).toBe(iso(START + 135 * SECOND));
    expect(JSON.parse(sink.received[0]?.body ?? "").monitor.gaps).toEqual(
      [20, 45, 70].map((at) => ({ from: iso(START + at * SECOND), to: iso(START + (at + 5) * SECOND) })),
    );
    expect(await stage.history("gap")).toHaveLength(12);
  });

  it("that never lives longer than a second does not keep a monitor up either", async () => {
    await start();
    const id = await heardMonitor({});
    for (let crash = 0; crash < 40; crash += 1) {
      await restart(2 * SECOND);
      stage.test.clock.advance(SECOND);
      await stage.test.doDueWork();
    }
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
  });
});

// On PostgreSQL a round of a loop takes time of which the fake clock knows nothing; postgres-together.test.ts has its own.
const isTimeless = inject("engine") === "sqlite";

describe.runIf(isTimeless)("a process that stands still and goes on, with all its loops waking at once", () => {
  beforeEach(() => start({ withLoops: true, path: ":memory:" }));

  it("alarms nobody for the time that it was away, whichever loop wakes first", async () => {
    const id = await heardMonitor();
    stage.test.clock.advance(2 * HOUR);
    await settle();
    expect([await statusOf(id), told()]).toEqual(["late", []]);
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping"]);
    expect(await stage.history("gap")).toHaveLength(1);
  });

  it("does not take the first ping after it for the end of an outage", async () => {
    const id = await heardMonitor();
    stage.test.clock.set(START + 2 * HOUR);
    expect(await stage.ping(id)).toBe(200);
    await settle();
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping"]);
    expect((await stage.history("gap")).map(({ at }) => at)).toEqual([iso(START + 2 * HOUR)]);
  });

  it("never shows a monitor as down that is not", async () => {
    const id = await heardMonitor();
    stage.test.clock.set(START + 2 * HOUR);
    expect(await statusOf(id)).toBe("late");
  });

  it("tells the outage that follows, with the time that it was away", async () => {
    const id = await heardMonitor();
    stage.test.clock.advance(2 * HOUR);
    await settle();
    for (let left = 300; left > 0; left -= 2) {
      stage.test.clock.advance(2 * SECOND);
      await settle();
    }
    await sink.arrived(1);
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    expect(JSON.parse(sink.received[0]?.body ?? "").monitor).toMatchObject({
      downAt: iso(START + 2 * HOUR + 5 * MINUTE),
      gaps: [{ from: iso(START), to: iso(START + 2 * HOUR) }],
    });
  });
});

describe("a clock that is set", () => {
  beforeEach(() => start());

  it("forward looks like a gap: nobody is down because of it", async () => {
    const id = await heardMonitor();
    await live(5 * MINUTE);
    stage.test.clock.advance(24 * HOUR);
    await live(2 * SECOND);
    expect([await statusOf(id), told()]).toEqual(["late", []]);
    expect(await stage.ping(id)).toBe(200);
    expect(await stage.transitions(id)).toEqual(["new → up: first-ping"]);
    expect(await stage.history("gap")).toHaveLength(1);
  });

  it("back undoes nothing: pings count, keep their order and never lie before the last one", async () => {
    const id = await heardMonitor();
    await live(10 * SECOND);
    await stage.ping(id);
    stage.test.clock.set(START - HOUR);
    expect([await stage.ping(id), await stage.ping(`${id}/fail`)]).toEqual([200, 200]);
    await stage.test.doDueWork();
    expect([await statusOf(id), told()]).toEqual(["down", ["down"]]);
    const { pings } = (await stage.api("GET", `/monitors/${id}/pings`)).body;
    expect(pings.map(({ n, at }: Json) => [n, at])).toEqual([
      [4, iso(START + 10 * SECOND)],
      [3, iso(START + 10 * SECOND)],
      [2, iso(START + 10 * SECOND)],
      [1, iso(START)],
    ]);
    await stage.ping(id);
    await stage.test.doDueWork();
    expect(told()).toEqual(["down", "up"]);
  });

  it("back raises no alarm, and a restart in the time that comes twice is a gap as ever", async () => {
    const id = await heardMonitor();
    await live(MINUTE);
    stage.test.clock.set(START - 2 * HOUR);
    await live(MINUTE);
    expect([await statusOf(id), told(), await stage.history("gap")]).toEqual(["up", [], []]);
    await restart(3 * HOUR + 5 * MINUTE);
    await stage.test.doDueWork();
    expect([await statusOf(id), told()]).toEqual(["late", []]);
    expect(await stage.history("gap")).toHaveLength(1);
  });
});
