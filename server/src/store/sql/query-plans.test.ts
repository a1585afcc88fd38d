import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alarmItem, intake } from "../../../test/contracts/store/alarms.ts";
import { storm } from "../../../test/contracts/store/outbox-storms.ts";
import {
  again,
  changeOne,
  createStage,
  DEAD,
  DELIVERED,
  PROJECT_ID,
  publication,
  type Stage,
  selfMaking,
} from "../../../test/contracts/store/stage.ts";
import { HOUR, pingSignal } from "../../../test/monitor-story.ts";
import { openSqliteStage, type SqliteStage } from "../../../test/sqlite-stage.ts";
import { NO_ALARM_OPTIONS } from "../../model/index.ts";

/** Tables that grow with use: no statement on a hot path may read one from end to end. */
const LARGE = ["monitors", "monitor_states", "pings", "ping_bodies", "transitions", "notifications", "messages"].concat(
  ["attempts", "idempotency", "history", "alarm_states", "alarm_tokens", "alarm_bodies", "alarm_body_monitors"],
  ["incidents", "incident_notes"],
);

let sqlite: SqliteStage;
let stage: Stage;

beforeEach(async () => {
  sqlite = await openSqliteStage();
  stage = await createStage(sqlite);
});

afterEach(() => sqlite.close());

/** The statements that run meanwhile, each with its query plan. */
async function plansOf(use: () => Promise<unknown>): Promise<ReadonlyMap<string, readonly string[]>> {
  const texts = new Set<string>();
  const prepare = DatabaseSync.prototype.prepare;
  const spy = vi.spyOn(DatabaseSync.prototype, "prepare").mockImplementation(function (this: DatabaseSync, text) {
    texts.add(text);
    return prepare.call(this, text);
  });
  // Statements that were prepared before are not prepared again: a new connection has none.
  stage = { ...stage, store: await sqlite.reopen() };
  await use();
  spy.mockRestore();
  return sqlite.raw((db) => new Map([...texts].filter(isQuery).map((text) => [text, planOf(db, text)])));
}

function isQuery(text: string): boolean {
  return /^\s*(select|insert|update|delete|with)\b/i.test(text) && !/sqlite_master|\bmeta\b/.test(text);
}

function planOf(db: DatabaseSync, text: string): readonly string[] {
  return db
    .prepare(`explain query plan ${text}`)
    .all()
    .map((row) => String(row.detail));
}

/** Steps that walk through a whole table or index; a list that came as a parameter is none. */
function fullScans([text, plan]: readonly [string, readonly string[]]): readonly string[] {
  const aliases = new Map(
    [...text.matchAll(/"?(\w+)"? as "?(\w+)"?/g)].map((match) => [match[2] ?? "", match[1] ?? ""]),
  );
  for (const [, table = "", alias = ""] of text.matchAll(/\b(?:from|join|update|into) (\w+) (\w+)\b/g))
    aliases.set(alias, table);
  return plan.filter((step) => {
    const name = /^SCAN (\w+)/.exec(step)?.[1];
    return name !== undefined && LARGE.includes(aliases.get(name) ?? name);
  });
}

async function expectNoScan(use: () => Promise<unknown>): Promise<void> {
  const plans = await plansOf(use);
  expect(plans.size).toBeGreaterThan(0);
  const scans = [...plans].filter((plan) => fullScans(plan).length > 0);
  expect(scans).toEqual([]);
}

describe("no large table is scanned", () => {
  it("by pings, however the monitor is addressed", () =>
    expectNoScan(async () => {
      const { monitorId } = (await changeOne(stage.store, selfMaking("job"))) as { monitorId: string };
      const signal = pingSignal("fail", { body: "trace" });
      await stage.store.watch.change([
        { address: { by: "id", monitorId }, signal },
        { address: { by: "slug", projectId: PROJECT_ID, slug: "job" }, signal: pingSignal("success") },
        { address: { by: "door", projectId: PROJECT_ID, door: "slug", doorKey: "job" }, signal: pingSignal("fail") },
      ]);
    }));

  it("by the sweep", () =>
    expectNoScan(async () => {
      await changeOne(stage.store, selfMaking("job"));
      stage.clock.advance(2 * HOUR);
      const [monitorId = ""] = await stage.store.watch.overdue(100);
      await stage.store.watch.change([{ address: { by: "id", monitorId }, signal: { type: "time" } }]);
    }));

  it("by configuring and deleting a monitor", () =>
    expectNoScan(async () => {
      const address = { by: "slug", projectId: PROJECT_ID, slug: "job" } as const;
      await changeOne(stage.store, selfMaking("job"));
      const patch = { slug: "task", name: "task" };
      await stage.store.watch.change([{ address, signal: { type: "configure", actor: "ann", patch } }]);
      await stage.store.watch.change([
        { address: { ...address, slug: "task" }, signal: { type: "delete", actor: "ann" } },
      ]);
    }));

  it("by alarms, their tokens and their bodies", () =>
    expectNoScan(async () => {
      const { topic, clock } = stage;
      const { alarms, watch } = stage.store;
      const fresh = { projectId: PROJECT_ID, topicId: topic.id, name: "cloud", value: "wba_1", allow: [] };
      const token = await alarms.createToken({ ...fresh, options: NO_ALARM_OPTIONS }, "ann");
      await alarms.rotateToken({ topicId: topic.id, tokenId: token.id, value: "wba_2", overlapMs: 1 }, "ann");
      await alarms.findToken("wba_1");
      await alarms.tokens(topic.id);
      await alarms.revokeToken({ topicId: topic.id, tokenId: token.id }, "ann");
      const items = [alarmItem(topic, { eventId: "e1", state: "resolved" }), alarmItem(topic, { state: "info" })];
      await alarms.take([intake(topic, items)]);
      await alarms.bodies(topic.id, { limit: 10 });
      await alarms.body(PROJECT_ID, "x");
      await alarms.lastBody("x");
      clock.advance(40 * 24 * HOUR);
      await watch.prune(10);
    }));

  it("by publications", () =>
    expectNoScan(async () => {
      await stage.store.outbox.publish(publication(stage.topic), { key: "k", bodyHash: "h" });
    }));

  it("by claims, settlements and what expires", () =>
    expectNoScan(async () => {
      const { outbox, watch } = stage.store;
      await changeOne(stage.store, selfMaking("job", pingSignal("fail")));
      for (let n = 0; n < 4; n++) await outbox.publish(publication(stage.topic));
      const claimed = await outbox.claim({ limit: 10, perIntegration: 10, leaseMs: 1 });
      const [a, b, c, d] = claimed.map((each) => each.leaseId);
      await outbox.settle(a ?? "", DELIVERED);
      await outbox.settle(b ?? "", again(0, { pauseUntilAt: 1 }));
      await outbox.settle(c ?? "", DEAD);
      await outbox.settle(d ?? "", {
        ...DEAD,
        kind: "dead",
        attempt: DELIVERED.attempt,
        suspend: { reason: "410", notices: [] },
      });
      await outbox.endLeases();
      await outbox.claimMessage(claimed[4]?.message.id ?? "", HOUR);
      stage.clock.advance(30 * HOUR);
      expect(await outbox.expire(10)).toBeGreaterThan(0);
      expect(await watch.overdue(1)).toEqual([]);
    }));

  it("by storms and what comes after them", async () => {
    const { topicId } = await storm(stage, 20);
    const [message] = await stage.messages();
    await expectNoScan(async () => {
      const { outbox, topics } = stage.store;
      const request = { limit: 10, perIntegration: 10, leaseMs: HOUR };
      expect(await outbox.foldStorms()).toHaveLength(1);
      expect(await outbox.claim(request)).toHaveLength(1);
      await changeOne(stage.store, selfMaking("job", pingSignal("fail")));
      await stage.store.watch.change([
        { address: { by: "id", monitorId: message?.monitorId ?? "" }, signal: pingSignal("success") },
      ]);
      const [up] = (await outbox.list({ projectId: PROJECT_ID, limit: 1 })).items;
      expect(await outbox.claimMessage(up?.id ?? "", HOUR)).toBeNull();
      expect(await outbox.claim(request)).toHaveLength(1);
      await topics.deliveryStates([topicId]);
    });
  });

  it("by what is read of one monitor, one message or a page of the history", () =>
    expectNoScan(async () => {
      const { watch, outbox, history } = stage.store;
      const page = { limit: 10 };
      await watch.pings("x", page);
      await watch.pingBody("x", 1);
      await watch.transitions("x", page);
      await watch.list({ projectId: PROJECT_ID, ...page, text: "x", tags: ["y"], storedStatus: ["up"] });
      await outbox.get(PROJECT_ID, "x");
      await outbox.list({ projectId: PROJECT_ID, ...page });
      await outbox.list({ projectId: PROJECT_ID, notificationId: "x", ...page });
      await outbox.list({ projectId: PROJECT_ID, digestId: "x", ...page });
      await history.list({ projectId: PROJECT_ID, ...page });
      await history.list({ projectId: PROJECT_ID, monitorId: "x", ...page });
      await history.list({ projectId: PROJECT_ID, topicId: "x", ...page });
    }));

  it("by incidents and their notes", () =>
    expectNoScan(async () => {
      const { incidents, watch } = stage.store;
      await changeOne(stage.store, selfMaking("job", pingSignal("fail")));
      const address = { by: "slug", projectId: PROJECT_ID, slug: "job" } as const;
      await watch.change([{ address, signal: { type: "acknowledge", actor: "ann", note: "Seen." } }]);
      const filter = { projectId: PROJECT_ID, limit: 10 };
      const [incident] = (await incidents.list(filter)).items;
      await incidents.list({ ...filter, monitorId: "x" });
      await incidents.get(PROJECT_ID, incident?.id ?? "");
      await incidents.addNote({ projectId: PROJECT_ID, incidentId: incident?.id ?? "", text: "Fixed." }, "ann");
      await incidents.countOpen(PROJECT_ID);
      await changeOne(stage.store, { address, signal: pingSignal("success") });
    }));

  it("by what pages show of many monitors, or of one", () =>
    expectNoScan(async () => {
      const { watch, outbox } = stage.store;
      const { monitorId } = (await changeOne(stage.store, selfMaking("job"))) as { monitorId: string };
      await watch.getMany(PROJECT_ID, [monitorId]);
      await watch.statusChanges([monitorId], 0);
      await watch.pills([monitorId], 30);
      await watch.nextProbes([monitorId]);
      await watch.log(monitorId, { limit: 10 });
      await watch.tally(PROJECT_ID);
      await outbox.countDead(PROJECT_ID);
      await outbox.facts(PROJECT_ID, "x");
    }));

  it("by status pages and badges", () =>
    expectNoScan(async () => {
      const { pages, watch } = stage.store;
      const outcome = await changeOne(stage.store, selfMaking("job"));
      const monitorId = outcome.kind === "changed" ? outcome.monitorId : "";
      await pages.statusPageBySlug("x");
      await pages.tell(PROJECT_ID, [monitorId], { at: 0, mostChanges: 10 });
      await pages.tags(PROJECT_ID);
      await watch.tally(PROJECT_ID, "a");
      const [address] = (await pages.badgeAddresses(PROJECT_ID, [{ of: "tag", tag: "a" }])) ?? [];
      if (address) await pages.badgeSubject({ ...address, tag: "a" });
    }));

  it("and a scan would be seen: counting the backlog walks along the index of what waits", async () => {
    const plans = [...(await plansOf(() => stage.store.outbox.backlog()))];
    expect(plans.flatMap(fullScans)).toEqual([
      expect.stringMatching(/^SCAN messages USING COVERING INDEX/),
      expect.stringMatching(/^SCAN messages USING COVERING INDEX messages_dead/),
    ]);
    expect(plans.flatMap(([, plan]) => plan)).toContain(
      "SEARCH messages USING COVERING INDEX messages_due_at (due_at>?)",
    );
  });

  it("by pruning", () =>
    expectNoScan(async () => {
      await changeOne(stage.store, selfMaking("job"));
      await stage.store.watch.prune(10);
    }));
});

describe("the hot queries use the index that was made for them:", () => {
  async function planContaining(text: string, use: () => Promise<unknown>): Promise<string> {
    const plans = [...(await plansOf(use))].filter(([query]) => query.replaceAll('"', "").includes(text));
    expect(plans.length).toBeGreaterThan(0);
    return plans.flatMap(([, plan]) => plan).join("\n");
  }

  it.each([
    ["status = 'dead'", { status: "dead" }, "messages_dead_project"],
    ["m.monitor_id = ?", { monitorId: "x" }, "messages_monitor"],
    ["m.integration_id = ?", { integrationId: "x" }, "messages_integration"],
    ["a.alert_key = ?", { alertKey: "x:1" }, "messages_alert"],
    ["m.topic_id = ?", { topic: "default+alerts" }, "messages_topic"],
  ] as const)("messages where %s", async (text, filter, index) => {
    const list = () => stage.store.outbox.list({ projectId: PROJECT_ID, limit: 10, ...filter });
    expect(await planContaining(text, list)).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}`));
  });

  it("messages of a stretch of time, from where it begins", async () => {
    const list = () => stage.store.outbox.list({ projectId: PROJECT_ID, limit: 10, fromAt: 1, toAt: 2 });
    expect(await planContaining("n.created_at >= ?", list)).toContain("INDEX notifications_created (created_at>?)");
    expect(await planContaining("m.created_at < ?", list)).toContain(
      "messages_project (project_id=? AND seq>? AND seq<?)",
    );
  });

  it("what is overdue, in the index's own order", async () => {
    const plan = await planContaining("s.sweep_at <= ?", () => stage.store.watch.overdue(10));
    expect(plan).toContain("USING COVERING INDEX monitor_states_sweep (sweep_at>? AND sweep_at<?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("what is too old, the oldest first in the order of its own index", async () => {
    const plan = await planContaining("delete from", () => stage.store.watch.prune(10));
    for (const index of ["messages_dead", "messages_finished", "notifications_created", "transitions_at", "history_at"])
      expect(plan).toMatch(new RegExp(`USING (COVERING )?INDEX ${index} `));
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("a monitor by its id", async () => {
    const plan = await planContaining("m.id in", () => stage.store.watch.get({ by: "id", monitorId: "x" }));
    expect(plan).toMatch(/SEARCH m USING INDEX sqlite_autoindex_monitors_\d \(id=\?\)/);
  });

  it("the step from one integration with due messages to the next", async () => {
    const claim = () => stage.store.outbox.claim({ limit: 1, perIntegration: 1, leaseMs: 1 });
    const plan = await planContaining("with recursive due", claim);
    expect(plan).toContain("SEARCH m USING COVERING INDEX messages_due (integration_id>?)");
    expect(plan).toContain("USING INDEX messages_leased (integration_id=?)");
  });

  it("the step from one integration with untold messages to the next", async () => {
    const plan = await planContaining("with recursive crowded", () => stage.store.outbox.foldStorms());
    expect(plan).toContain("SEARCH m USING INDEX messages_untold (integration_id>?)");
    expect(plan).toContain("SEARCH m USING INDEX messages_untold (integration_id=?)");
  });

  it("the due messages of one integration, in the index's own order", async () => {
    await stage.publish(stage.topic);
    const claim = () => stage.store.outbox.claim({ limit: 1, perIntegration: 1, leaseMs: 1 });
    const plan = await planContaining("order by m.due_at, m.seq", claim);
    expect(plan).toContain("SEARCH m USING INDEX messages_due (integration_id=? AND due_at<?)");
    expect(plan).not.toContain("TEMP B-TREE");
  });

  it("the lanes that a new message meets", async () => {
    const plan = await planContaining("lane in", () => changeOne(stage.store, selfMaking("job", pingSignal("fail"))));
    expect(plan).toContain("USING INDEX messages_lane (lane=?)");
  });
});
