import { describe, expect } from "vitest";
import { newId } from "../../../src/lib/ids.ts";
import type { MonitorAddress } from "../../../src/store/ports.ts";
import { HOUR, MINUTE, pingSignal } from "../../monitor-story.ts";
import {
  changed,
  changeOne,
  createRequest,
  FIRST_TOPIC,
  only,
  PROJECT_ID,
  type StoreEngine,
  seed,
  selfMaking,
  tester,
} from "./stage.ts";

const ALL = { limit: 1000 };

/** What `watch.change` promises. */
export function testWatchChanges(engine: StoreEngine): void {
  const test = tester(engine);

  describe("a batch of signals", () => {
    test("folds several signals for one monitor in order", async ({ store, monitor }) => {
      const monitorId = await monitor();
      const address = { by: "id", monitorId } as const;
      const actions = ["start", "log", "success", "fail", "success"] as const;
      const outcomes = await store.watch.change(actions.map((action) => ({ address, signal: pingSignal(action) })));
      expect(outcomes.map((outcome) => changed(outcome).transitions.map(({ from, to }) => `${from}→${to}`))).toEqual([
        [],
        [],
        ["new→up"],
        ["up→down"],
        ["down→up"],
      ]);
      const pings = (await store.watch.pings(monitorId, ALL)).items.toReversed();
      expect(pings.map(({ n, kind }) => `${n} ${kind}`)).toEqual([
        "1 start",
        "2 log",
        "3 success",
        "4 fail",
        "5 success",
      ]);
      expect(await store.watch.get(address)).toMatchObject({ state: { status: "up", pingCount: 5 } });
      const stored = (await store.watch.transitions(monitorId, ALL)).items.toReversed();
      expect(stored.map(({ from, to }) => `${from}→${to}`)).toEqual(["new→up", "up→down", "down→up"]);
    });

    test("counts every ping, however they are spread over batches and calls", async ({ store, monitor }) => {
      const ids = [await monitor(), await monitor(), await monitor()];
      const batch = Array.from({ length: 60 }, (_, index) => ({
        address: { by: "id", monitorId: ids[index % 3] ?? "" } as const,
        signal: pingSignal("success"),
      }));
      await Promise.all([batch, batch, batch, batch].map((requests) => store.watch.change(requests)));
      for (const monitorId of ids) {
        const found = await store.watch.get({ by: "id", monitorId });
        expect(found?.state.pingCount).toBe(80);
        const numbers = (await store.watch.pings(monitorId, ALL)).items.map((ping) => ping.n);
        expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => 80 - index));
      }
    });

    test("answers in the order of the requests, each for itself", async ({ store, monitor }) => {
      const monitorId = await monitor({ slug: "a" });
      const outcomes = await store.watch.change([
        { address: { by: "slug", projectId: PROJECT_ID, slug: "nobody" }, signal: pingSignal("success") },
        { address: { by: "slug", projectId: PROJECT_ID, slug: "a" }, signal: pingSignal("success") },
        { address: { by: "id", monitorId }, signal: { type: "resume", actor: "ann" } },
        { address: { by: "id", monitorId: newId() }, signal: pingSignal("success") },
        { address: { by: "id", monitorId }, signal: pingSignal("fail") },
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["missing", "changed", "refused", "missing", "changed"]);
      expect(outcomes[2]).toEqual({ kind: "refused", code: "not_paused" });
      expect((await store.watch.get({ by: "id", monitorId }))?.state).toMatchObject({ status: "down", pingCount: 2 });
    });

    test("sees one monitor under its id, its slug and its door", async ({ store }) => {
      const made = changed(await changeOne(store, selfMaking("one")));
      const outcomes = await store.watch.change([
        { address: { by: "id", monitorId: made.monitorId }, signal: pingSignal("success") },
        { address: { by: "slug", projectId: PROJECT_ID, slug: "one" }, signal: pingSignal("success") },
        { address: { by: "door", projectId: PROJECT_ID, door: "slug", doorKey: "one" }, signal: pingSignal("success") },
      ]);
      expect(outcomes.map((outcome) => changed(outcome).monitorId)).toEqual(Array(3).fill(made.monitorId));
      expect((await store.watch.get({ by: "slug", projectId: PROJECT_ID, slug: "one" }))?.state.pingCount).toBe(4);
    });

    test("leaves another project's monitor alone", async ({ store, monitor }) => {
      const monitorId = await monitor({ slug: "mine" });
      const projectId = newId();
      const signal = { type: "delete", actor: "eve" } as const;
      const outcomes = await store.watch.change([
        { address: { by: "id", monitorId, projectId }, signal },
        { address: { by: "slug", projectId, slug: "mine" }, signal },
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["missing", "missing"]);
      expect(await store.watch.get({ by: "id", monitorId, projectId })).toBeNull();
      expect(await store.watch.get({ by: "id", monitorId, projectId: PROJECT_ID })).not.toBeNull();
    });

    test("refuses what the judge refuses and changes nothing", async ({ store, monitor, send, ping }) => {
      const monitorId = await monitor();
      await ping(monitorId);
      const before = await store.watch.get({ by: "id", monitorId });
      expect(await send(monitorId, { type: "resume", actor: "ann" })).toEqual({ kind: "refused", code: "not_paused" });
      expect(await send(monitorId, { type: "acknowledge", actor: "ann" })).toEqual({
        kind: "refused",
        code: "not_down",
      });
      expect(await store.watch.get({ by: "id", monitorId })).toEqual(before);
    });

    test("of nothing is nothing", async ({ store }) => {
      expect(await store.watch.change([])).toEqual([]);
    });

    test("keeps bodies byte by byte", async ({ store, monitor, ping }) => {
      const monitorId = await monitor();
      const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
      // A view into a larger buffer, as a server reads it.
      const view = new Uint8Array(new Uint8Array([9, 9, ...bytes, 9]).buffer, 2, bytes.length);
      await ping(monitorId, "success", { body: view });
      await ping(monitorId, "success");
      await ping(monitorId, "success", { body: "日本語 🎉" });
      await ping(monitorId, "success", { body: new Uint8Array(0) });
      expect([...((await store.watch.pingBody(monitorId, 1)) ?? [])]).toEqual([...bytes]);
      expect(await store.watch.pingBody(monitorId, 2)).toBeNull();
      expect(new TextDecoder().decode((await store.watch.pingBody(monitorId, 3)) ?? undefined)).toBe("日本語 🎉");
      expect(await store.watch.pingBody(monitorId, 4)).toBeNull();
      expect(await store.watch.pingBody(monitorId, 5)).toBeNull();
      expect(await store.watch.pingBody(newId(), 1)).toBeNull();
      const sizes = (await store.watch.pings(monitorId, ALL)).items.map((each) => each.bodyBytes);
      expect(sizes).toEqual([0, 14, 0, 512]);
    });

    test("keeps what the wire said of a ping", async ({ store, monitor, send }) => {
      const monitorId = await monitor();
      const source = {
        method: "POST",
        scheme: "https",
        remoteAddress: "2001:db8::1",
        userAgent: `it's "ours" 🤖`,
        contentType: null,
      };
      const runId = newId();
      await send(monitorId, { ...pingSignal("fail", { exitStatus: 255, runId }), source });
      expect(only((await store.watch.pings(monitorId, ALL)).items)).toMatchObject({
        ...source,
        kind: "fail",
        exitStatus: 255,
        runId,
        bodyBytes: 0,
      });
    });
  });

  describe("a monitor that is made by its first signal", () => {
    test("is made once in a batch, and the signals after it count", async ({ store }) => {
      const outcomes = await store.watch.change([selfMaking("job"), selfMaking("job"), selfMaking("job")]);
      expect(outcomes.map((outcome) => changed(outcome).created)).toEqual([true, false, false]);
      expect(new Set(outcomes.map((outcome) => changed(outcome).monitorId)).size).toBe(1);
      const found = await store.watch.get({ by: "slug", projectId: PROJECT_ID, slug: "job" });
      expect(found).toMatchObject({ door: "slug", doorKey: "job", state: { status: "up", pingCount: 3 } });
    });

    test("is made once by parallel calls", async ({ store }) => {
      const calls = Array.from({ length: 20 }, () => store.watch.change([selfMaking("job"), selfMaking("job")]));
      const outcomes = (await Promise.all(calls)).flat().map(changed);
      expect(outcomes.filter((outcome) => outcome.created)).toHaveLength(1);
      expect(new Set(outcomes.map((outcome) => outcome.monitorId)).size).toBe(1);
      const found = await store.watch.get({ by: "slug", projectId: PROJECT_ID, slug: "job" });
      expect(found?.state.pingCount).toBe(40);
    });

    test("is not made by a signal that the judge refuses; the next one makes it", async ({ store }) => {
      const outcomes = await store.watch.change([
        selfMaking("job", { type: "resume", actor: "ann" }),
        selfMaking("job", pingSignal("success")),
      ]);
      expect(outcomes[0]).toEqual({ kind: "refused", code: "not_paused" });
      expect(changed(outcomes[1]).created).toBe(true);
      const { items } = await store.history.list({ projectId: PROJECT_ID, limit: 10, kind: "monitor-created" });
      expect(items.map((entry) => entry.text)).toContain("Monitor job was made.");
    });

    test("shows its caller what it became, when a person made it", async ({ store }) => {
      const monitorId = newId();
      const outcome = changed(await changeOne(store, createRequest(monitorId, { name: "new", slug: "new" })));
      expect(outcome).toMatchObject({ created: true, monitorId, monitor: { id: monitorId, config: { slug: "new" } } });
      expect(await store.watch.get({ by: "id", monitorId })).toEqual(outcome.monitor);
    });

    test("gets the project's default topics when it names none", async ({ store }) => {
      const monitorId = newId();
      const { config } = seed(monitorId, {});
      await changeOne(store, {
        ...createRequest(monitorId),
        createIfMissing: { ...seed(monitorId, {}), config: { ...config, topics: null } },
      });
      expect((await store.watch.get({ by: "id", monitorId }))?.config.topics).toEqual([FIRST_TOPIC]);
    });

    test("is made all the same when a default topic was deleted since", async ({ store }) => {
      await store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
      const request = selfMaking("job");
      const made = request.createIfMissing ?? seed(newId(), {});
      const config = { ...made.config, topics: null };
      const outcome = changed(await changeOne(store, { ...request, createIfMissing: { ...made, config } }));
      expect((await store.watch.get({ by: "id", monitorId: outcome.monitorId }))?.config.topics).toEqual([]);
    });

    test(
      "is refused above the limit of monitors that make themselves, while others are made still",
      async ({ store }) => {
        const outcomes = await store.watch.change(["a", "b", "c", "a", "d"].map((slug) => selfMaking(slug)));
        expect(outcomes.map((outcome) => outcome.kind)).toEqual([
          "changed",
          "changed",
          "too-many",
          "changed",
          "too-many",
        ]);
        expect((await changeOne(store, selfMaking("e"))).kind).toBe("too-many");
        expect((await changeOne(store, createRequest(newId()))).kind).toBe("changed");
        await changeOne(store, { ...selfMaking("a"), signal: { type: "delete", actor: "ann" } });
        expect((await changeOne(store, selfMaking("e"))).kind).toBe("changed");
      },
      { maxSelfMadeMonitors: 2 },
    );

    test(
      "does not count monitors that people make towards that limit",
      async ({ store }) => {
        const outcomes = await store.watch.change([createRequest(newId()), createRequest(newId()), selfMaking("a")]);
        expect(outcomes.map((outcome) => outcome.kind)).toEqual(["changed", "changed", "changed"]);
      },
      { maxSelfMadeMonitors: 1 },
    );
  });

  describe("a configuration", () => {
    test("cannot take another monitor's slug, also not within one batch", async ({ store, monitor, send }) => {
      await monitor({ slug: "taken" });
      const monitorId = await monitor({ slug: "free" });
      const take = { type: "configure", actor: "ann", patch: { slug: "taken" } } as const;
      expect(await send(monitorId, take)).toEqual({ kind: "slug-taken", slug: "taken" });
      expect(await changeOne(store, createRequest(newId(), { slug: "taken" }))).toEqual({
        kind: "slug-taken",
        slug: "taken",
      });
      const [one, two] = [newId(), newId()];
      const outcomes = await store.watch.change([
        createRequest(one, { slug: "fresh" }),
        createRequest(two, { slug: "fresh" }),
        { address: { by: "id", monitorId }, signal: pingSignal("success") },
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["changed", "slug-taken", "changed"]);
      expect(await store.watch.get({ by: "id", monitorId: two })).toBeNull();
    });

    test("may keep its own slug, and frees it when it takes another", async ({ monitor, send }) => {
      const monitorId = await monitor({ slug: "old" });
      const rename = (slug: string) => ({ type: "configure", actor: "ann", patch: { slug } }) as const;
      expect((await send(monitorId, rename("old"))).kind).toBe("changed");
      expect((await send(monitorId, rename("new"))).kind).toBe("changed");
      await monitor({ slug: "old" });
    });

    test("cannot name topics that do not exist", async ({ store, monitor, send }) => {
      const monitorId = await monitor();
      const topics = [FIRST_TOPIC, "no+such", "nor+this"];
      const outcome = await send(monitorId, { type: "configure", actor: "ann", patch: { topics } });
      expect(outcome).toEqual({ kind: "unknown-topics", topics: ["no+such", "nor+this"] });
      expect(await changeOne(store, createRequest(newId(), { topics: ["no+such"] }))).toEqual({
        kind: "unknown-topics",
        topics: ["no+such"],
      });
      expect((await store.watch.get({ by: "id", monitorId }))?.config.topics).toEqual([FIRST_TOPIC]);
    });

    test("can be changed elsewhere although a topic that it names is gone", async ({ store, monitor, send }) => {
      const monitorId = await monitor();
      await store.topics.delete(PROJECT_ID, "default", "alerts", "ann");
      const outcome = await send(monitorId, { type: "configure", actor: "ann", patch: { name: "renamed" } });
      expect(changed(outcome).monitor?.config.name).toBe("renamed");
    });

    test("takes a field that is undefined as not sent", async ({ monitor, send }) => {
      const monitorId = await monitor({ slug: "kept" });
      const patch = { name: "renamed", topics: undefined, slug: undefined };
      const outcome = changed(await send(monitorId, { type: "configure", actor: "ann", patch }));
      expect(outcome.monitor?.config).toMatchObject({ name: "renamed", slug: "kept", topics: [FIRST_TOPIC] });
    });

    test(
      "is what the next ping is judged by, and its deadline changes in the same write",
      async ({ store, clock, monitor, send, ping }) => {
        const monitorId = await monitor();
        await ping(monitorId);
        const before = await store.watch.get({ by: "id", monitorId });
        expect(before?.state.deadlineAt).toBe(clock.now() + HOUR + 5 * MINUTE);
        const schedule = { type: "period", periodMs: MINUTE, graceMs: MINUTE, allowedMisses: 0 } as const;
        await send(monitorId, { type: "configure", actor: "ann", patch: { schedule, failuresToDown: 2 } });
        expect((await store.watch.get({ by: "id", monitorId }))?.state.deadlineAt).toBe(clock.now() + 2 * MINUTE);
        expect(changed(await ping(monitorId, "fail")).transitions).toEqual([]);
        expect(changed(await ping(monitorId, "fail")).transitions).toMatchObject([{ from: "up", to: "down" }]);
      },
      { time: true },
    );

    test("keeps names with markup, quotes, emoji and wildcards as they are", async ({ store, reopen }) => {
      const names = [
        `<b>&amp;</b>`,
        `Robert'); DROP TABLE monitors;--`,
        `100% "sure"`,
        "a_b",
        "🧨 naïve 日本",
        "back\\slash",
        "$name {{x}}",
      ];
      const ids = names.map(() => newId());
      const made = await store.watch.change(
        names.map((name, index) => createRequest(ids[index] ?? "", { name, description: name, tags: [name] })),
      );
      expect(made.map((outcome) => outcome.kind)).toEqual(names.map(() => "changed"));
      const again = await reopen();
      for (const [index, name] of names.entries()) {
        const found = await again.watch.get({ by: "id", monitorId: ids[index] ?? "" });
        expect(found?.config).toMatchObject({ name, description: name, tags: [name] });
      }
    });
  });

  describe("deleting a monitor", () => {
    test("removes everything of it and nothing of another", async ({ store, monitor, ping, send }) => {
      const [gone, kept] = [await monitor({ slug: "gone" }), await monitor()];
      for (const monitorId of [gone, kept]) {
        await ping(monitorId, "success", { body: "output" });
        await ping(monitorId, "fail", { body: "trace" });
      }
      const outcome = changed(await send(gone, { type: "delete", actor: "ann" }));
      expect(outcome).toMatchObject({ monitorId: gone, monitor: null });
      expect(await store.watch.get({ by: "id", monitorId: gone })).toBeNull();
      expect((await store.watch.pings(gone, ALL)).items).toEqual([]);
      expect((await store.watch.transitions(gone, ALL)).items).toEqual([]);
      expect(await store.watch.pingBody(gone, 1)).toBeNull();
      expect(await send(gone, { type: "delete", actor: "ann" })).toEqual({ kind: "missing" });
      expect((await store.watch.pings(kept, ALL)).items).toHaveLength(2);
      expect((await store.watch.transitions(kept, ALL)).items).toHaveLength(2);
      expect(await store.watch.pingBody(kept, 2)).not.toBeNull();
    });

    test("in the middle of a batch ends it for the requests after it", async ({ store, monitor }) => {
      const monitorId = await monitor();
      const address: MonitorAddress = { by: "id", monitorId };
      const outcomes = await store.watch.change([
        { address, signal: pingSignal("success") },
        { address, signal: { type: "delete", actor: "ann" } },
        { address, signal: pingSignal("success") },
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["changed", "changed", "missing"]);
    });

    test("lets its slug make another in the same batch", async ({ store }) => {
      const first = changed(await changeOne(store, selfMaking("job")));
      const outcomes = await store.watch.change([
        { ...selfMaking("job"), signal: { type: "delete", actor: "ann" } },
        selfMaking("job"),
      ]);
      const second = changed(outcomes[1]);
      expect(second.created).toBe(true);
      expect(second.monitorId).not.toBe(first.monitorId);
      const found = await store.watch.get({ by: "slug", projectId: PROJECT_ID, slug: "job" });
      expect(found).toMatchObject({ id: second.monitorId, state: { pingCount: 1 } });
    });

    test("while it is down tells the targets that keep incidents, with the message of the same write", async ({
      monitor,
      putTopic,
      ping,
      send,
      deliverAll,
      messages,
    }) => {
      const topic = await putTopic("pager", [{ name: "pager", keepsIncidents: true }, { name: "chat" }]);
      const monitorId = await monitor({ topics: [topic.name] });
      await ping(monitorId);
      await ping(monitorId, "fail");
      expect(await deliverAll()).toEqual(["down", "down"]);
      await send(monitorId, { type: "delete", actor: "ann" });
      const told = (await messages()).slice(2);
      expect(told.map((message) => `${message.integrationName} ${message.event}`)).toEqual(["pager up"]);
    });
  });
}
