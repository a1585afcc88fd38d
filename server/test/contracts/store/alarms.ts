import { describe, expect } from "vitest";
import { MAX_ALARM_BODY_BYTES } from "../../../src/actions/parse-alarms.ts";
import { newId } from "../../../src/lib/ids.ts";
import { type AlarmReport, type AlarmToken, NO_ALARM_OPTIONS, type Topic } from "../../../src/model/index.ts";
import type { AlarmIntake, AlarmItem } from "../../../src/store/ports.ts";
import { someReport } from "../../alarm-report.ts";
import { DAY, HOUR, MINUTE } from "../../monitor-story.ts";
import { FIRST_TOPIC, only, PROJECT_ID, publication, type Stage, type StoreEngine, seed, tester } from "./stage.ts";

const SOURCE = "generic";

function doorKeyOf(key: string): string {
  return `${SOURCE}\n${key}`;
}

/** A report for the monitor of its key, which makes itself; of state `info` it is only published. */
export function alarmItem(topic: Topic, change: Partial<AlarmReport> = {}): AlarmItem {
  const report = someReport(change);
  const doorKey = doorKeyOf(report.key);
  const config = { name: report.title, kind: "alarm", topics: [FIRST_TOPIC] } as const;
  const request = {
    address: { by: "door", projectId: PROJECT_ID, door: "alarm", doorKey },
    signal: { type: "alarm", source: SOURCE, report },
    createIfMissing: seed(newId(), config, { door: "alarm", doorKey }),
  } as const;
  return {
    eventId: report.eventId,
    change: report.state === "info" ? null : request,
    publication: publication(topic),
    toldUnlessItEnds: false,
  };
}

/** One request with these reports. */
export function intake(topic: Topic, items: readonly AlarmItem[], text = "{}"): AlarmIntake {
  const bytes = new TextEncoder().encode(text);
  const body = { id: newId(), contentType: "application/json", bytes, totalBytes: bytes.length, unparsed: null };
  return { projectId: PROJECT_ID, topicId: topic.id, source: SOURCE, items, body };
}

/** What every engine promises about alarms: taking them in, their tokens and their bodies. */
export function testAlarms(engine: StoreEngine): void {
  const test = tester(engine);
  const time = { time: true };

  describe("taking alarms in", () => {
    test("makes a monitor, judges it and tells it, and keeps what was heard", async (stage) => {
      const taken = await take(stage, [alarmItem(stage.topic)]);
      expect(taken).toMatchObject([{ kind: "judged", outcome: { kind: "changed", created: true } }]);
      const monitor = await alarm(stage);
      expect(monitor).toMatchObject({ door: "alarm", config: { kind: "alarm" }, state: { status: "down" } });
      expect(monitor?.state.alarm).toEqual({
        source: SOURCE,
        severity: "critical",
        text: textOf(someReport()),
        endsAt: null,
        endsAfterMs: null,
      });
      expect((await stage.messages()).map(({ event }) => event)).toEqual(["down"]);
      const facts = only(await stage.claim()).facts;
      expect(facts).toMatchObject({
        type: "monitor",
        schedule: "",
        alarm: { title: "Disk full on db1", timezone: "UTC" },
      });
    });

    test("remembers an alarm over a restart and in lists, and forgets it with its monitor", async (stage) => {
      await take(stage, [alarmItem(stage.topic)]);
      const store = await stage.reopen();
      const { items } = await store.watch.list({ projectId: PROJECT_ID, kind: "alarm", limit: 10 });
      expect(only(items).state.alarm?.text.title).toBe("Disk full on db1");
      const monitorId = only(items).id;
      await store.watch.change([{ address: { by: "id", monitorId }, signal: { type: "delete", actor: "ann" } }]);
      expect(await store.alarms.lastBody(monitorId)).toBeNull();
    });

    test("publishes what has no monitor, every time", async (stage) => {
      const item = alarmItem(stage.topic, { state: "info" });
      expect(await take(stage, [item, item])).toEqual(Array(2).fill({ kind: "published", outcome: null }));
      expect((await stage.messages()).map(({ event }) => event)).toEqual(["publication", "publication"]);
    });

    test("publishes an end of nothing where that was asked for, and no end of something", async (stage) => {
      const end = (key: string): AlarmItem => ({
        ...alarmItem(stage.topic, { key, state: "resolved" }),
        toldUnlessItEnds: true,
      });
      await take(stage, [alarmItem(stage.topic, { key: "a" })]);
      const kinds = (await take(stage, [end("a"), end("a"), end("b")])).map(({ kind }) => kind);
      expect(kinds).toEqual(["judged", "published", "published"]);
    });

    test("publishes what no monitor can take", async (stage) => {
      const item = alarmItem(stage.topic);
      const seedWithout = item.change?.createIfMissing;
      if (!item.change || !seedWithout) throw new Error("the item makes no monitor");
      const config = { ...seedWithout.config, topics: ["no+such"] };
      const broken = { ...item, change: { ...item.change, createIfMissing: { ...seedWithout, config } } };
      const missing = { ...item, change: { address: item.change.address, signal: item.change.signal } };
      expect(await take(stage, [broken, missing])).toMatchObject([
        { kind: "published", outcome: { kind: "unknown-topics" } },
        { kind: "published", outcome: { kind: "missing" } },
      ]);
    });

    test(
      "publishes alarms beyond the limit of monitors that make themselves",
      async (stage) => {
        const items = ["a", "b", "c"].map((key) => alarmItem(stage.topic, { key }));
        const kinds = (await take(stage, items)).map(({ kind }) => kind);
        expect(kinds).toEqual(["judged", "judged", "published"]);
      },
      { maxSelfMadeMonitors: 2 },
    );

    test("a report whose judging throws is published, and harms no other", async (stage) => {
      const item = alarmItem(stage.topic, { key: "broken" });
      if (!item.change) throw new Error("the item has no change");
      // A report from a parser that broke its promise.
      const signal = { type: "alarm", source: SOURCE, report: null } as never;
      const broken = { ...item, change: { ...item.change, signal } };
      const kinds = (await take(stage, [broken, alarmItem(stage.topic, { key: "good" })])).map(({ kind }) => kind);
      expect(kinds).toEqual(["published", "judged"]);
      expect((await alarm(stage, "good"))?.state.status).toBe("down");
      expect(await alarm(stage, "broken")).toBeNull();
    });

    test("several reports for one alarm are judged in order, also over several requests", async (stage) => {
      const { topic, store } = stage;
      const states = ["firing", "resolved", "firing"] as const;
      await store.alarms.take(states.map((state) => intake(topic, [alarmItem(topic, { state })])));
      const monitor = await alarm(stage);
      expect(monitor?.state).toMatchObject({ status: "down", incidentCount: 2 });
    });

    test("answers stand in the order of the requests", async (stage) => {
      const { topic, store } = stage;
      const empty = intake(topic, []);
      const taken = await store.alarms.take([
        intake(topic, [alarmItem(topic, { state: "info" }), alarmItem(topic)]),
        empty,
        intake(topic, [alarmItem(topic, { key: "other" })]),
      ]);
      expect(taken.map(({ reports }) => reports.map(({ kind }) => kind))).toEqual([
        ["published", "judged"],
        [],
        ["judged"],
      ]);
      expect(await store.alarms.take([])).toEqual([]);
    });
  });

  describe("an alarm that is delivered twice", () => {
    test("does nothing the second time, also within one batch", async (stage) => {
      const { topic, store } = stage;
      const item = alarmItem(topic, { state: "info", eventId: "e1" });
      const taken = await store.alarms.take([intake(topic, [item]), intake(topic, [item])]);
      expect(taken.map(({ reports }) => only(reports).kind)).toEqual(["published", "repeated"]);
      expect(only(await take(stage, [item])).kind).toBe("repeated");
      expect(await stage.messages()).toHaveLength(1);
      expect((await store.alarms.bodies(topic.id, { limit: 10 })).items).toHaveLength(1);
    });

    test(
      "counts again after 24 hours",
      async (stage) => {
        const item = alarmItem(stage.topic, { state: "info", eventId: "e1" });
        await take(stage, [item]);
        stage.clock.advance(DAY - MINUTE);
        expect(only(await take(stage, [item])).kind).toBe("repeated");
        stage.clock.advance(HOUR);
        expect(only(await take(stage, [item])).kind).toBe("published");
      },
      time,
    );

    test("is another one for another topic", async (stage) => {
      const second = await stage.putTopic("second", [{ name: "hook" }]);
      const first = alarmItem(stage.topic, { state: "info", eventId: "e1" });
      const other = alarmItem(second, { state: "info", eventId: "e1" });
      const taken = await stage.store.alarms.take([intake(stage.topic, [first]), intake(second, [other])]);
      expect(taken.map(({ reports }) => only(reports).kind)).toEqual(["published", "published"]);
    });
  });

  describe("an alarm that ends by itself", () => {
    test(
      "is found by the sweep at its end, and told",
      async (stage) => {
        await take(stage, [alarmItem(stage.topic, { endsAfterMs: HOUR })]);
        stage.clock.advance(HOUR - 1);
        expect(await stage.sweep()).toBe(0);
        stage.clock.advance(1);
        expect(await stage.sweep()).toBe(1);
        expect((await alarm(stage))?.state).toMatchObject({ status: "up", alarm: { endsAt: null } });
        expect(await stage.sweep()).toBe(0);
      },
      time,
    );
  });

  describe("bodies of alarms", () => {
    test("are kept as they came, newest first, each with the monitors that it spoke of", async (stage) => {
      const { topic, store } = stage;
      const items = [alarmItem(topic, { key: "a" }), alarmItem(topic, { key: "b" })];
      const first = intake(topic, items, "first");
      const unparsed = intake(topic, [alarmItem(topic, { state: "info" })], "second");
      const second = { ...unparsed, body: { ...unparsed.body, totalBytes: 9_999, unparsed: "It is no JSON." } };
      await store.alarms.take([first, second]);
      const page = await store.alarms.bodies(topic.id, { limit: 1 });
      expect(only(page.items)).toMatchObject({ id: second.body.id, totalBytes: 9_999, unparsed: "It is no JSON." });
      const next = await store.alarms.bodies(topic.id, { limit: 1, cursor: page.nextCursor ?? "" });
      expect(only(next.items)).toMatchObject({ id: first.body.id, source: SOURCE, unparsed: null });
      expect(next.nextCursor).toBeNull();
      expect(Buffer.from((await store.alarms.body(PROJECT_ID, first.body.id)) ?? []).toString()).toBe("first");
      expect(await store.alarms.body("another", first.body.id)).toBeNull();
      for (const key of ["a", "b"]) {
        const monitor = await alarm(stage, key);
        expect(Buffer.from((await store.alarms.lastBody(monitor?.id ?? "")) ?? []).toString()).toBe("first");
      }
    });

    test("are kept byte by byte up to the largest that is taken in", async (stage) => {
      const { topic, store } = stage;
      const { body: known, ...rest } = intake(topic, [alarmItem(topic)]);
      const bytes = Uint8Array.from({ length: MAX_ALARM_BODY_BYTES }, (_, n) => (n * 31) % 251);
      const body = { ...known, bytes, totalBytes: bytes.length };
      await store.alarms.take([{ ...rest, body }]);
      const kept = await store.alarms.body(PROJECT_ID, body.id);
      expect(Buffer.compare(Buffer.from(kept ?? []), Buffer.from(bytes))).toBe(0);
      const last = await store.alarms.lastBody((await alarm(stage))?.id ?? "");
      expect(last?.length).toBe(MAX_ALARM_BODY_BYTES);
    });

    test("are bounded: the newest 1,000 of a topic stay", async (stage) => {
      const { topic, store } = stage;
      const other = await stage.putTopic("other", []);
      const one = intake(other, [alarmItem(other, { key: "other" })]);
      await store.alarms.take([one]);
      const many = Array.from({ length: 1_003 }, () => intake(topic, [alarmItem(topic)]));
      for (let from = 0; from < many.length; from += 200) await store.alarms.take(many.slice(from, from + 200));
      const kept = [];
      let cursor: string | undefined;
      do {
        const page = await store.alarms.bodies(topic.id, { limit: 500, cursor });
        kept.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(kept.map(({ id }) => id)).toEqual(
        many
          .slice(3)
          .map(({ body }) => body.id)
          .toReversed(),
      );
      expect((await store.alarms.bodies(other.id, { limit: 10 })).items).toHaveLength(1);
    });

    test(
      "are forgotten after 30 days, and resolved alarms with them; a bounded number at a time",
      async (stage) => {
        const { topic, store, clock } = stage;
        const keys = ["a", "b", "c"];
        await take(
          stage,
          keys.map((key) => alarmItem(topic, { key })),
        );
        await take(
          stage,
          ["a", "b"].map((key) => alarmItem(topic, { key, state: "resolved" })),
        );
        clock.advance(30 * DAY);
        expect(await store.watch.prune(100)).toBe(0);
        clock.advance(MINUTE);
        await store.watch.prune(1);
        const left = async () =>
          (await Promise.all(keys.map((key) => alarm(stage, key)))).filter((each) => each !== null);
        expect(await left()).toHaveLength(2);
        await store.watch.prune(100);
        expect((await left()).map(({ state }) => state.status)).toEqual(["down"]);
        expect((await store.alarms.bodies(topic.id, { limit: 10 })).items).toEqual([]);
        const { items } = await store.history.list({ projectId: PROJECT_ID, kind: "monitor-deleted", limit: 10 });
        expect(items).toHaveLength(2);
      },
      time,
    );
  });

  describe("alarm tokens", () => {
    test("are found by their value, with their topic, and by nothing else", async (stage) => {
      const token = await makeToken(stage, "wba_secret");
      const found = await stage.store.alarms.findToken("wba_secret");
      expect(found).toMatchObject({ token: { id: token.id, hint: "wba_secr" }, topic: { name: FIRST_TOPIC } });
      expect(found?.topic.integrations).toHaveLength(1);
      expect(found?.signingSecret).toBeNull();
      for (const wrong of ["", "wba_secre", "wba_secret2", token.id]) {
        expect(await stage.store.alarms.findToken(wrong)).toBeNull();
      }
      expect((await (await stage.reopen()).alarms.findToken("wba_secret"))?.token.id).toBe(token.id);
    });

    test(
      "work on for the overlap after they were rotated",
      async (stage) => {
        const { store, clock, topic } = stage;
        const old = await makeToken(stage, "wba_old");
        const rotation = { topicId: topic.id, tokenId: old.id, value: "wba_new", overlapMs: HOUR };
        const made = await store.alarms.rotateToken(rotation, "ann");
        expect(made).toMatchObject({ name: "cloud", allow: ["192.0.2.0/24"], expiresAt: null });
        expect(await store.alarms.rotateToken({ ...rotation, value: "wba_third" }, "ann")).toBeNull();
        expect((await store.alarms.tokens(topic.id)).map(({ id }) => id).sort()).toEqual([old.id, made?.id].sort());
        clock.advance(HOUR);
        expect(await store.alarms.findToken("wba_old")).toBeNull();
        expect((await store.alarms.findToken("wba_new"))?.token.id).toBe(made?.id);
        expect((await store.alarms.tokens(topic.id)).map(({ id }) => id)).toEqual([made?.id]);
      },
      time,
    );

    test(
      "can be changed as long as they work, and keep their value",
      async (stage) => {
        const { store, clock, topic } = stage;
        const { id: tokenId } = await makeToken(stage, "wba_1");
        const address = { topicId: topic.id, tokenId };
        expect(await store.alarms.changeToken({ ...address, topicId: "another" }, { name: "x" }, "ann")).toBeNull();
        const changed = await store.alarms.changeToken(address, { name: "new", allow: [] }, "ann");
        expect(changed).toMatchObject({ id: tokenId, name: "new", allow: [] });
        expect((await store.alarms.findToken("wba_1"))?.token).toMatchObject({ ...changed, lastUsedAt: null });
        const { items } = await store.history.list({ projectId: PROJECT_ID, kind: "alarm-token-changed", limit: 10 });
        expect(only(items)).toMatchObject({ actor: "ann", text: "Alarm token new was changed." });
        await store.alarms.rotateToken({ ...address, value: "wba_2", overlapMs: HOUR }, "ann");
        clock.advance(HOUR);
        expect(await store.alarms.changeToken(address, { name: "late" }, "ann")).toBeNull();
      },
      time,
    );

    test("end at once when they are revoked, rotated without overlap, or when their topic goes", async (stage) => {
      const { store, topic } = stage;
      const [one, two] = [await makeToken(stage, "wba_1"), await makeToken(stage, "wba_2")];
      expect(await store.alarms.revokeToken({ topicId: "another", tokenId: one.id }, "ann")).toBe(false);
      expect(await store.alarms.revokeToken({ topicId: topic.id, tokenId: one.id }, "ann")).toBe(true);
      expect(await store.alarms.revokeToken({ topicId: topic.id, tokenId: one.id }, "ann")).toBe(false);
      const rotation = { topicId: topic.id, tokenId: two.id, value: "wba_3", overlapMs: 0 };
      await store.alarms.rotateToken(rotation, "ann");
      expect(await store.alarms.findToken("wba_1")).toBeNull();
      expect(await store.alarms.findToken("wba_2")).toBeNull();
      expect(await store.alarms.findToken("wba_3")).not.toBeNull();
      await store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
      expect(await store.alarms.findToken("wba_3")).toBeNull();
    });
  });
}

async function take(stage: Stage, items: readonly AlarmItem[]) {
  const taken = await stage.store.alarms.take([intake(stage.topic, items)]);
  return only(taken).reports;
}

function alarm({ store }: Stage, key = "disk/db1") {
  return store.watch.get({ by: "door", projectId: PROJECT_ID, door: "alarm", doorKey: doorKeyOf(key) });
}

function textOf({ title, summary, resource, value, fields, startsAt, url, rest }: AlarmReport) {
  return { title, summary, resource, value, fields, startsAt, url, rest };
}

function makeToken({ store, topic }: Stage, value: string): Promise<AlarmToken> {
  const options = NO_ALARM_OPTIONS;
  const input = { projectId: PROJECT_ID, topicId: topic.id, name: "cloud", value, allow: ["192.0.2.0/24"], options };
  return store.alarms.createToken(input, "ann");
}
