import { describe, expect, it } from "vitest";
import { clock, gap, inShort, Story, type Told } from "../../test/monitor-story.ts";
import { someIntegration, someTopic } from "../../test/route-facts.ts";
import type { Gap, Integration, Monitor, MonitorConfig, NewNotification, Topic } from "../model/index.ts";
import { routeTransitions } from "./route-transitions.ts";

/** Does something with a monitor and routes what came of it. */
function route(
  story: Story,
  act: (story: Story) => Told,
  integrations: readonly Integration[],
  options: {
    readonly topics?: readonly Topic[];
    readonly gaps?: readonly Gap[];
    readonly now?: string;
    readonly schedule?: string;
  } = {},
): readonly NewNotification[] {
  const before: Monitor = story.monitor;
  const { transitions } = act(story);
  return routeTransitions({
    project: { id: "p1", name: "home", timezone: "UTC" },
    before,
    monitor: story.monitor,
    transitions,
    topics: options.topics ?? [someTopic(integrations)],
    now: clock(options.now ?? "12:00"),
    baseUrl: "https://watchbell.example",
    gaps: options.gaps ?? [],
    describeSchedule: () => options.schedule ?? "every hour",
  });
}

function upSince3(config: Partial<MonitorConfig> = {}): Story {
  const story = new Story(config);
  story.success("03:00");
  return story;
}

function downSince310(config: Partial<MonitorConfig> = {}): Story {
  const story = upSince3(config);
  story.fail("03:10");
  return story;
}

/** Who is told what, in short: `ops: down`. */
function toldTo(notifications: readonly NewNotification[]): readonly string[] {
  return notifications.flatMap(({ event, messages }) => messages.map((m) => `${m.integrationName}: ${event}`));
}

const ops = someIntegration({ name: "ops" });
const downOnly = someIntegration({ name: "down-only", notifyOn: ["down"] });
const upOnly = someIntegration({ name: "up-only", notifyOn: ["up"] });
const keeper = someIntegration({ name: "keeper", keepsIncidents: true });
const keeperDownOnly = someIntegration({ name: "keeper-down-only", keepsIncidents: true, notifyOn: ["down"] });
const disabled = someIntegration({ name: "disabled", enabled: false });
const suspended = someIntegration({ name: "suspended", suspended: { at: 1, reason: "gone" } });
const all = [ops, downOnly, upOnly, keeper, keeperDownOnly, disabled, suspended];

describe("going down", () => {
  it("tells the schedule, of a probe without grace, which means nothing to it", () => {
    const options = { schedule: "every minute, no grace" };
    const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 };
    const found = { verdict: "error", reason: "refused", timings, details: {} } as const;
    const signal = { type: "probe", leaseId: "l", startedAt: clock("03:00"), ...found } as const;
    const [ofProbe] = route(new Story({ kind: "probe" }), (story) => story.send("03:10", signal), [ops], options);
    expect(ofProbe?.facts).toMatchObject({ kind: "probe", schedule: "every minute" });
    const [ofHeartbeat] = route(upSince3(), (story) => story.fail("03:10"), [ops], options);
    expect(ofHeartbeat?.facts).toMatchObject({ kind: "heartbeat", schedule: "every minute, no grace" });
  });

  it("is told to everybody who wants it, each with a reason", () => {
    const [notification, ...rest] = route(upSince3(), (story) => story.fail("03:10"), all);
    expect(rest).toEqual([]);
    expect(notification).toMatchObject({
      event: "down",
      projectId: "p1",
      topicId: "t-alerts",
      monitorId: "m1",
      alertKey: "m1:1",
    });
    expect(notification?.messages.map((m) => m.integrationName)).toEqual([
      "ops",
      "down-only",
      "keeper",
      "keeper-down-only",
      "suspended",
    ]);
    expect(notification?.messages[0]).toEqual({
      integrationId: "i-ops",
      integrationName: "ops",
      reason: "The monitor and this integration are both set to notify on down.",
      waitingDown: "keep",
      onlyIfSuperseding: false,
    });
  });

  it("is told from new and from paused too", () => {
    expect(toldTo(route(new Story(), (story) => story.fail("03:00"), [ops]))).toEqual(["ops: down"]);
    const story = upSince3();
    story.pause("03:05");
    expect(toldTo(route(story, (s) => s.fail("03:10"), [ops]))).toEqual(["ops: down"]);
  });

  it("again is not told again", () => {
    expect(route(downSince310(), (story) => story.fail("03:20"), all)).toEqual([]);
  });

  it("carries what was missed, also when it was noticed late", () => {
    const gaps = [gap("03:59", "04:00:30")];
    const story = upSince3();
    story.gaps = gaps;
    const [notification] = route(story, (s) => s.fail("06:00"), [ops], { gaps, now: "06:00" });
    expect(notification?.facts).toEqual({
      type: "monitor",
      projectName: "home",
      topic: "default+alerts",
      at: clock("06:00"),
      monitorId: "m1",
      name: "nightly backup",
      slug: "nightly-backup",
      tags: [],
      description: "",
      kind: "heartbeat",
      severity: "error",
      status: "down",
      previousStatus: "up",
      schedule: "every hour",
      reason: expect.objectContaining({ code: "silence" }),
      lastPingAt: clock("03:00"),
      expectedAt: clock("04:00"),
      downAt: clock("04:05:30"),
      upAt: null,
      gaps,
      url: "https://watchbell.example/monitors/m1",
    });
  });

  it("by a fail names the fail as the last ping and nothing as missed", () => {
    const [notification] = route(upSince3(), (story) => story.fail("03:10"), [ops]);
    expect(notification?.facts).toMatchObject({ lastPingAt: clock("03:10"), expectedAt: null, downAt: clock("03:10") });
  });
});

describe("coming up", () => {
  it("from new and from paused is no news", () => {
    expect(route(new Story(), (story) => story.success("03:00"), all)).toEqual([]);
    const story = upSince3();
    story.pause("03:05");
    expect(route(story, (s) => s.success("03:10"), all)).toEqual([]);
  });

  it("replaces a down that still waits, and a late down is never sent alone", () => {
    const [notification, ...rest] = route(downSince310(), (story) => story.success("03:20"), all);
    expect(rest).toEqual([]);
    expect(notification).toMatchObject({ event: "up", alertKey: "m1:1" });
    const plans = notification?.messages.map((m) => [m.integrationName, m.waitingDown, m.onlyIfSuperseding]);
    expect(plans).toEqual([
      ["ops", "supersede", false],
      ["down-only", "supersede", true],
      ["up-only", "supersede", false],
      ["keeper", "supersede-silently", false],
      ["keeper-down-only", "supersede-silently", false],
      ["suspended", "supersede", false],
    ]);
  });

  it("tells how long it was down, what is expected next, and when we were away meanwhile", () => {
    const gaps = [gap("02:00", "02:30"), gap("03:15", "03:18"), gap("03:40", "03:50")];
    const [notification] = route(downSince310(), (story) => story.success("03:20"), [ops], { gaps });
    expect(notification?.facts).toMatchObject({
      status: "up",
      previousStatus: "down",
      downAt: clock("03:10"),
      upAt: clock("03:20"),
      expectedAt: clock("04:20"),
      lastPingAt: clock("03:20"),
      gaps: [gap("03:15", "03:18")],
    });
  });

  it("late, with the down that nobody had noticed, is one message for either side", () => {
    const notifications = route(upSince3(), (story) => story.success("04:08"), all);
    expect(toldTo(notifications)).toEqual([
      "ops: recovered-late",
      "down-only: recovered-late",
      "up-only: recovered-late",
      "keeper: recovered-late",
      "keeper-down-only: recovered-late",
      "suspended: recovered-late",
    ]);
    expect(notifications[0]?.messages[0]?.reason).toBe(
      "The monitor and this integration are both set to notify on down or up.",
    );
    expect(notifications[0]).toMatchObject({
      alertKey: "m1:1",
      facts: {
        status: "up",
        previousStatus: "up",
        reason: { code: "silence" },
        lastPingAt: clock("03:00"),
        expectedAt: clock("04:00"),
        downAt: clock("04:05"),
        upAt: clock("04:08"),
      },
    });
  });

  it("late, below successesToUp, is a down", () => {
    expect(toldTo(route(upSince3({ successesToUp: 2 }), (story) => story.success("04:08"), [ops]))).toEqual([
      "ops: down",
    ]);
  });
});

describe("what the monitor wants told", () => {
  it("binds every integration", () => {
    const config = { notifyOn: ["down"] } as const;
    expect(toldTo(route(upSince3(config), (story) => story.fail("03:10"), [ops, upOnly]))).toEqual(["ops: down"]);
    const [up] = route(downSince310(config), (story) => story.success("03:20"), [ops, upOnly]);
    expect(up?.messages).toMatchObject([{ integrationName: "ops", waitingDown: "supersede", onlyIfSuperseding: true }]);
  });

  it("may be nothing", () => {
    const config = { notifyOn: [] };
    expect(route(upSince3(config), (story) => story.fail("03:10"), all)).toEqual([]);
    expect(route(downSince310(config), (story) => story.success("03:20"), all)).toEqual([]);
    expect(route(upSince3(config), (story) => story.success("04:10"), all)).toEqual([]);
  });
});

describe("a severity changed while down", () => {
  it("is told to those who want changes, under the same alert", () => {
    const change = (story: Story): Told => story.configure("03:20", { severity: "critical" });
    const [notification] = route(downSince310(), change, all);
    expect(notification).toMatchObject({
      event: "changed",
      alertKey: "m1:1",
      facts: { severity: "critical", status: "down", previousStatus: "down", downAt: clock("03:10"), upAt: null },
    });
    expect(toldTo(route(downSince310(), change, all))).toEqual([
      "ops: changed",
      "keeper: changed",
      "suspended: changed",
    ]);
  });
});

describe("a pause or a deletion of a monitor that is down", () => {
  it.each([
    ["pause", "paused", (story: Story): Told => story.pause("03:20")],
    ["deletion", "deleted", (story: Story): Told => story.remove("03:20")],
  ] as const)("%s: only the targets that keep incidents open are told", (_title, status, act) => {
    const notifications = route(downSince310(), act, all);
    expect(toldTo(notifications)).toEqual(["keeper: up", "keeper-down-only: up"]);
    expect(notifications[0]).toMatchObject({
      alertKey: "m1:1",
      facts: { status, downAt: clock("03:10"), upAt: clock("03:20") },
    });
    expect(notifications[0]?.messages[0]).toMatchObject({
      reason: "It keeps incidents open and is told of every end.",
      waitingDown: "supersede-silently",
    });
  });

  it("of one whose deadline nobody had swept tells the down first", () => {
    const notifications = route(upSince3(), (story) => story.pause("06:00"), [ops, keeper]);
    expect(toldTo(notifications)).toEqual(["ops: down", "keeper: down", "keeper: up"]);
  });

  it("of one that is well is no news", () => {
    expect(route(upSince3(), (story) => story.pause("03:10"), all)).toEqual([]);
    expect(route(upSince3(), (story) => story.remove("03:10"), all)).toEqual([]);
  });
});

describe("topics", () => {
  it("are those of the monitor, each with a notification of its own", () => {
    const config = { topics: ["default+alerts", "default+night"] };
    const topics = [someTopic([ops]), someTopic([upOnly, keeper], "night"), someTopic([ops], "others")];
    const notifications = route(upSince3(config), (story) => story.fail("03:10"), [], { topics });
    expect(notifications.map((n) => [n.topicId, n.facts.topic, n.messages.length])).toEqual([
      ["t-alerts", "default+alerts", 1],
      ["t-night", "default+night", 1],
    ]);
  });

  it("with nobody to tell get no notification", () => {
    expect(route(upSince3(), (story) => story.fail("03:10"), [upOnly, disabled])).toEqual([]);
    expect(route(upSince3(), (story) => story.fail("03:10"), [])).toEqual([]);
  });
});

it("takes several changes of one batch in their order", () => {
  const story = downSince310();
  const before = story.monitor;
  const changed = story.configure("03:15", { severity: "critical" });
  const transitions = [changed, story.success("03:20"), story.fail("03:21"), story.success("03:22")].flatMap(
    (t) => t.transitions,
  );
  expect(transitions.map(inShort)).toEqual([
    "down→down 03:15 configured",
    "down→up 03:20 success",
    "up→down 03:21 fail",
    "down→up 03:22 success",
  ]);
  const notifications = routeTransitions({
    project: { id: "p1", name: "home", timezone: "UTC" },
    before,
    monitor: story.monitor,
    transitions,
    topics: [someTopic([ops])],
    now: clock("03:22"),
    baseUrl: "",
    gaps: [],
    describeSchedule: () => "every hour",
  });
  expect(notifications.map((n) => [n.event, n.alertKey])).toEqual([
    ["changed", "m1:1"],
    ["up", "m1:1"],
    ["recovered-late", "m1:2"],
  ]);
});

describe("a monitor that is told by digests only", () => {
  const quiet = (story: Story, act: (story: Story) => Told): readonly string[] => {
    const before = story.monitor;
    const { transitions } = act(story);
    const notifications = routeTransitions({
      project: { id: "p1", name: "home", timezone: "UTC" },
      before,
      monitor: story.monitor,
      transitions,
      topics: [someTopic(all)],
      onlyEnds: true,
      now: clock("12:00"),
      baseUrl: "https://watchbell.example",
      gaps: [],
      describeSchedule: () => "every hour",
    });
    return toldTo(notifications);
  };

  it("is told to nobody when it goes down or comes late", () => {
    expect(quiet(upSince3(), (story) => story.fail("03:10"))).toEqual([]);
    expect(quiet(upSince3(), (story) => story.success("09:00"))).toEqual([]);
  });

  it("is told when it comes up to those only that keep an incident open", () => {
    expect(quiet(downSince310(), (story) => story.success("03:20"))).toEqual(["keeper: up", "keeper-down-only: up"]);
  });
});
