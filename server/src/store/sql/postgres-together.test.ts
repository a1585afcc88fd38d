import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { alarmItem, intake } from "../../../test/contracts/store/alarms.ts";
import {
  again,
  changed,
  createStage,
  DEAD,
  DELIVERED,
  deliveredWith,
  firstProject,
  integration,
  only,
  PROJECT_ID,
  publication,
  type Stage,
  selfMaking,
} from "../../../test/contracts/store/stage.ts";
import { every, HOUR, MINUTE, pingSignal, SECOND } from "../../../test/monitor-story.ts";
import {
  createDatabase,
  openPostgresStage,
  type PostgresStage,
  postgresMissing,
} from "../../../test/postgres-stage.ts";
import { TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { type ClaimedMessage, StoreUnavailable, type Topic } from "../../model/index.ts";
import type { ChangeRequest, Store } from "../ports.ts";
import { openPostgresStore, type PostgresStoreOptions } from "./postgres-store.ts";

const missing = postgresMissing();

/** Three stores on one database, as three processes have them. */
interface Together {
  readonly postgres: PostgresStage;
  readonly stage: Stage;
  readonly stores: readonly [Store, Store, Store];
}

async function together(
  use: (together: Together) => Promise<void>,
  options: Partial<PostgresStoreOptions> = {},
): Promise<void> {
  const postgres = await openPostgresStage(options);
  const others = [await postgres.another(), await postgres.another()] as const;
  try {
    const stage = await createStage(postgres);
    for (const store of others) await store.watch.stampAlive({ starting: false });
    await use({ postgres, stage, stores: [postgres.store, ...others] });
  } finally {
    await Promise.all(others.map((store) => store.close()));
    await postgres.close();
  }
}

function nameOf({ projectId, channel, topic }: Topic): Pick<Topic, "projectId" | "channel" | "topic"> {
  return { projectId, channel, topic };
}

function claimOf(store: Store, perIntegration: number): Promise<readonly ClaimedMessage[]> {
  return store.outbox.claim({ limit: 100, perIntegration, leaseMs: MINUTE });
}

function byId(monitorId: string, signal: ChangeRequest["signal"]): ChangeRequest {
  return { address: { by: "id", monitorId }, signal };
}

/** Calls each store so many times at once; gives all answers. */
async function fromEach<Result>(
  stores: readonly Store[],
  times: number,
  call: (store: Store, n: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const calls = stores.flatMap((store, s) => Array.from({ length: times }, (_, n) => call(store, s * times + n)));
  return await Promise.all(calls);
}

describe.skipIf(missing !== null)(`several processes on one database${missing ? ` (skipped: ${missing})` : ""}`, () => {
  describe("pings of one monitor that arrive at once", () => {
    it("are judged one after another, each counted once", () =>
      together(async ({ stage, stores }) => {
        const id = await stage.monitor();
        const actions = ["success", "fail", "start"] as const;
        const outcomes = await fromEach(stores, 8, (store, n) =>
          store.watch.change([byId(id, pingSignal(actions[n % 3] ?? "log"))]),
        );
        const transitions = outcomes.flat().flatMap((outcome) => changed(outcome).transitions);
        expect((await stage.store.watch.get({ by: "id", monitorId: id }))?.state.pingCount).toBe(24);
        const { items } = await stage.store.watch.pings(id, { limit: 100 });
        expect(items.map(({ n }) => n)).toEqual(Array.from({ length: 24 }, (_, n) => 24 - n));
        // Each change of status begins where the one before it ended.
        const stored = (await stage.store.watch.transitions(id, { limit: 100 })).items.toReversed();
        expect(stored).toHaveLength(transitions.length);
        expect(stored.map(({ from }) => from)).toEqual(["new", ...stored.slice(0, -1).map(({ to }) => to)]);
      }));

    it("in batches that name the same monitors in different ways and orders wait for one another, and lose nothing", () =>
      together(async ({ stage, stores }) => {
        const slugs = Array.from({ length: 20 }, (_, n) => `job-${n}`);
        const ids = new Map<string, string>();
        for (const slug of slugs) ids.set(slug, await stage.monitor({ slug }));
        const batch = (n: number): ChangeRequest[] => {
          const requests = slugs.map((slug, index): ChangeRequest => {
            const signal = pingSignal("success");
            return (index + n) % 2 === 0
              ? byId(ids.get(slug) ?? "", signal)
              : { address: { by: "slug", projectId: PROJECT_ID, slug }, signal };
          });
          return n % 3 === 0 ? requests.toReversed() : requests;
        };
        const outcomes = await fromEach(stores, 8, (store, n) => store.watch.change(batch(n)));
        expect(new Set(outcomes.flat().map(({ kind }) => kind))).toEqual(new Set(["changed"]));
        for (const id of ids.values()) {
          expect((await stage.store.watch.get({ by: "id", monitorId: id }))?.state.pingCount).toBe(24);
        }
      }));

    it("reach one monitor when its slug moves to another one meanwhile", () =>
      together(async ({ stage, stores }) => {
        const [first, second] = [await stage.monitor({ slug: "a" }), await stage.monitor({ slug: "b" })];
        const rename = (monitorId: string, slug: string) =>
          byId(monitorId, { type: "configure", actor: "ann", patch: { slug } });
        const ping = {
          address: { by: "slug", projectId: PROJECT_ID, slug: "a" },
          signal: pingSignal("success"),
        } as const;
        const pings = fromEach(stores.slice(1), 8, (store) => store.watch.change([ping]));
        for (let n = 0; n < 5; n++) {
          await stage.store.watch.change([rename(first, "c")]);
          await stage.store.watch.change([rename(second, "a")]);
          await stage.store.watch.change([rename(second, "b")]);
          await stage.store.watch.change([rename(first, "a")]);
        }
        const outcomes = (await pings).flat();
        const changedCount = outcomes.filter(({ kind }) => kind === "changed").length;
        expect(outcomes.every(({ kind }) => kind === "changed" || kind === "missing")).toBe(true);
        const counts = await Promise.all(
          [first, second].map(
            async (monitorId) => (await stage.store.watch.get({ by: "id", monitorId }))?.state.pingCount ?? 0,
          ),
        );
        expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(changedCount);
      }));
  });

  describe("monitors that make themselves", () => {
    it("are made once, wherever their first pings arrive", () =>
      together(async ({ stage, stores }) => {
        const outcomes = await fromEach(stores, 8, (store, n) => store.watch.change([selfMaking(`job-${n % 4}`)]));
        const made = outcomes.flat().map(changed);
        expect(made.filter(({ created }) => created)).toHaveLength(4);
        expect(new Set(made.map(({ monitorId }) => monitorId)).size).toBe(4);
        const { items } = await stage.store.watch.list({ projectId: PROJECT_ID, limit: 100 });
        expect(items.map(({ state }) => state.pingCount).reduce((a, b) => a + b)).toBe(24);
      }));

    it("never pass the limit of their project", () =>
      together(
        async ({ stores }) => {
          const outcomes = await fromEach(stores, 5, (store, n) => store.watch.change([selfMaking(`job-${n}`)]));
          const kinds = outcomes.flat().map(({ kind }) => kind);
          expect(kinds.filter((kind) => kind === "changed")).toHaveLength(7);
          expect(kinds.filter((kind) => kind === "too-many")).toHaveLength(8);
        },
        { maxSelfMadeMonitors: 7 },
      ));
  });

  it("a configuration that another process changed is judged by at once", () =>
    together(async ({ stage, stores: [one, two] }) => {
      const id = await stage.monitor();
      for (const store of [one, two]) await store.watch.change([byId(id, pingSignal("success"))]);
      await one.watch.change([byId(id, { type: "configure", actor: "ann", patch: { failuresToDown: 3 } })]);
      expect(changed(only(await two.watch.change([byId(id, pingSignal("fail"))]))).transitions).toEqual([]);
    }));

  it("a silent monitor goes down once, however many processes sweep", () =>
    together(async ({ postgres, stage, stores }) => {
      const ids = await Promise.all(Array.from({ length: 30 }, () => stage.monitor()));
      await stage.store.watch.change(ids.map((id) => byId(id, pingSignal("success"))));
      postgres.clock.advance(2 * HOUR);
      await fromEach(stores, 3, async (store) => {
        const overdue = await store.watch.overdue(100);
        return await store.watch.change(overdue.map((id) => byId(id, { type: "time" })));
      });
      expect(await stage.store.watch.overdue(100)).toEqual([]);
      const events = (await stage.messages()).map(({ event }) => event);
      expect(events).toEqual(Array(30).fill("down"));
    }));

  describe("the same delivery taken in at several places at once", () => {
    it("is published once for its idempotency key, and everybody is told the same", () =>
      together(async ({ stage, stores }) => {
        const key = { key: "order 7", bodyHash: "h" };
        const outcomes = await fromEach(stores, 5, (store) => store.outbox.publish(publication(stage.topic), key));
        const ids = outcomes.map((outcome) => (outcome.kind === "published" ? outcome.messages[0]?.id : outcome.kind));
        expect(new Set(ids).size).toBe(1);
        expect(outcomes.filter((outcome) => outcome.kind === "published" && !outcome.repeated)).toHaveLength(1);
        expect(await stage.messages()).toHaveLength(1);
      }));

    it("is one alarm", () =>
      together(async ({ stage, stores }) => {
        const item = () => alarmItem(stage.topic, { key: "disk", eventId: "e-1" });
        const taken = await fromEach(stores, 5, (store) => store.alarms.take([intake(stage.topic, [item()])]));
        const kinds = taken.flat().flatMap(({ reports }) => reports.map(({ kind }) => kind));
        expect(kinds.filter((kind) => kind === "judged")).toHaveLength(1);
        expect(kinds.filter((kind) => kind === "repeated")).toHaveLength(14);
        expect(await stage.messages()).toHaveLength(1);
      }));

    it("makes one monitor of an alarm that comes twice without an id", () =>
      together(async ({ stage, stores }) => {
        const item = () => alarmItem(stage.topic, { key: "disk", eventId: null });
        const taken = await fromEach(stores, 5, (store) => store.alarms.take([intake(stage.topic, [item()])]));
        const outcomes = taken.flat().flatMap(({ reports }) => reports.map(({ outcome }) => outcome ?? undefined));
        expect(outcomes.map(changed).filter(({ created }) => created)).toHaveLength(1);
        expect(await stage.messages()).toHaveLength(1);
      }));
  });

  describe("messages", () => {
    it("are claimed once, never more of an integration in flight than may be", () =>
      together(async ({ postgres, stage, stores }) => {
        const topics = await Promise.all(["a", "b", "c"].map((name) => stage.putTopic(name, [{ name }])));
        for (let n = 0; n < 60; n++) await stage.publish(topics[n % 3] ?? stage.topic);
        const seen: string[] = [];
        let mostInFlight = 0;
        const work = async (store: Store): Promise<void> => {
          for (let idle = 0; idle < 20; ) {
            const claimed = await store.outbox.claim({ limit: 10, perIntegration: 2, leaseMs: MINUTE });
            idle = claimed.length === 0 ? idle + 1 : 0;
            const [most] = await postgres.raw<{ most: number }>(
              "select count(*)::int as most from messages where lease_id is not null group by integration_id order by 1 desc",
            );
            mostInFlight = Math.max(mostInFlight, most?.most ?? 0);
            for (const { message, leaseId } of claimed) {
              seen.push(message.id);
              expect(await store.outbox.settle(leaseId, DELIVERED)).toBe(true);
            }
          }
        };
        await Promise.all(stores.map(work));
        expect(seen).toHaveLength(60);
        expect(new Set(seen).size).toBe(60);
        expect(mostInFlight).toBeLessThanOrEqual(2);
      }));

    it("of one bucket spend its tokens once, also when several integrations share it", () =>
      together(async ({ stage, stores }) => {
        const shared = { rate: { tokens: 5, perMs: HOUR }, credentials: { url: "https://example.org/shared" } };
        const topics = await Promise.all(["a", "b", "c"].map((name) => stage.putTopic(name, [{ name, ...shared }])));
        for (let n = 0; n < 30; n++) await stage.publish(topics[n % 3] ?? stage.topic);
        const request = { limit: 10, perIntegration: 10, leaseMs: MINUTE };
        const claims = await fromEach(stores, 4, (store) => store.outbox.claim(request));
        const rest = await stage.store.outbox.claim(request);
        expect([...claims.flat(), ...rest]).toHaveLength(5);
      }));

    it("whose lease another process took over are settled by that one alone", () =>
      together(async ({ postgres, stage, stores: [one, two] }) => {
        await stage.publish(stage.topic);
        const request = { limit: 1, perIntegration: 1, leaseMs: SECOND };
        const lost = only(await one.outbox.claim(request));
        postgres.clock.advance(MINUTE);
        const taken = only(await two.outbox.claim(request));
        const answers = await Promise.all([
          one.outbox.settle(lost.leaseId, DELIVERED),
          two.outbox.settle(taken.leaseId, again(0)),
        ]);
        expect(answers).toEqual([false, true]);
      }));

    it("of a lane go one at a time, in order, and none is left behind, whoever fails, pings and delivers", () =>
      together(async ({ postgres, stage, stores }) => {
        const topic = await stage.putTopic("lane", [{ name: "one" }, { name: "two" }]);
        const ids = await Promise.all(Array.from({ length: 4 }, () => stage.monitor({ topics: [topic.name] })));
        let pinging = true;
        const crowds: number[] = [];
        const deliver = async (store: Store): Promise<void> => {
          for (let idle = 0; pinging || idle < 10; ) {
            const claimed = await store.outbox.claim({ limit: 20, perIntegration: 20, leaseMs: MINUTE });
            idle = claimed.length === 0 ? idle + 1 : 0;
            const [crowd] = await postgres.raw<{ n: number }>(
              "select count(*)::int as n from messages where status = 'waiting' and due_at is not null group by lane order by 1 desc",
            );
            crowds.push(crowd?.n ?? 0);
            await Promise.all(claimed.map(({ leaseId }) => store.outbox.settle(leaseId, DELIVERED)));
          }
        };
        const ping = async (store: Store): Promise<void> => {
          for (let n = 0; n < 40; n++) {
            const action = n % 2 === 0 ? "fail" : "success";
            await store.watch.change(ids.map((id) => byId(id, pingSignal(action))));
          }
        };
        const delivering = stores.map(deliver);
        await Promise.all(stores.map(ping));
        pinging = false;
        await Promise.all(delivering);
        expect(Math.max(...crowds)).toBe(1);
        expect((await stage.messages()).filter(({ status }) => status === "waiting")).toEqual([]);
      }));

    it("of a storm are folded by one process at a time, and none is left behind, whoever pings and delivers meanwhile", () =>
      together(async ({ postgres, stage, stores }) => {
        const topic = await stage.putTopic("storm", [{ rate: { tokens: 5, perMs: MINUTE } }]);
        const ids = await Promise.all(Array.from({ length: 40 }, () => stage.monitor({ topics: [topic.name] })));
        let pinging = true;
        const ping = async (store: Store): Promise<void> => {
          for (let n = 0; n < 12; n++) {
            const action = n % 2 === 0 ? "fail" : "success";
            await store.watch.change(ids.map((id) => byId(id, pingSignal(action))));
          }
        };
        const send = async (store: Store): Promise<number> => {
          await store.outbox.foldStorms();
          const claimed = await store.outbox.claim({ limit: 20, perIntegration: 20, leaseMs: HOUR });
          await Promise.all(claimed.map(({ leaseId }) => store.outbox.settle(leaseId, DELIVERED)));
          return claimed.length;
        };
        const sending = stores.map(async (store) => {
          while (pinging) await send(store);
        });
        await Promise.all(stores.map(ping));
        pinging = false;
        await Promise.all(sending);
        const waiting = async () => (await stage.messages()).filter(({ status }) => status === "waiting");
        for (let n = 0; n < 200 && (await waiting()).length > 0; n++) {
          postgres.clock.advance(MINUTE);
          await send(stage.store);
        }
        expect(await waiting()).toEqual([]);
        const all = await stage.messages();
        const digests = new Set(all.filter(({ event }) => event === "digest").map(({ id }) => id));
        const folded = all.filter(({ status }) => status === "folded");
        expect(digests.size).toBeGreaterThan(0);
        expect(folded.length).toBeGreaterThan(digests.size);
        for (const { digestId } of folded) expect(digests).toContain(digestId);
      }));

    it("are not sent again to an integration that is removed at the same time", () =>
      together(async ({ postgres, stage, stores: [one, two] }) => {
        for (let round = 0; round < 12; round++) {
          const topic = await stage.putTopic("ops", [{ name: "gone" }, { name: "stays" }]);
          for (let n = 0; n < 10; n++) await stage.publish(topic);
          for (const { leaseId } of await stage.claim()) await stage.store.outbox.settle(leaseId, DEAD);
          const stays = [integration({ name: "stays", credentials: null })];
          await Promise.all([
            one.outbox.replay(PROJECT_ID, { topic: topic.name }, "ann"),
            two.topics.put({ ...nameOf(topic), integrations: stays }, "ann"),
          ]);
        }
        const left = await postgres.raw(`select id from messages m where status = 'waiting'
          and not exists (select 1 from integrations i where i.id = m.integration_id)`);
        expect(left).toEqual([]);
      }));

    it("for an integration that is removed at the same time are cancelled or never made", () =>
      together(async ({ stage, stores: [one, two, three] }) => {
        const put = async (store: Store, name: string) => {
          const integration = { ...firstProject().topic.integrations[0], name };
          await store.topics.put(
            { projectId: PROJECT_ID, channel: "team", topic: "ops", integrations: [integration] },
            "ann",
          );
        };
        await put(one, "hook-0");
        const ids = await Promise.all(Array.from({ length: 5 }, () => stage.monitor({ topics: ["team+ops"] })));
        const editing = (async () => {
          for (let n = 1; n <= 20; n++) await put(one, `hook-${n}`);
        })();
        const pings = [two, three].map(async (store) => {
          for (let n = 0; n < 20; n++) {
            await store.watch.change(ids.map((id) => byId(id, pingSignal(n % 2 === 0 ? "fail" : "success"))));
          }
        });
        await Promise.all([editing, ...pings]);
        const waiting = (await stage.messages()).filter(({ status }) => status === "waiting");
        expect(new Set(waiting.map(({ integrationName }) => integrationName))).not.toContain("(removed)");
      }));
  });

  it("a probe is run by one process at a time", () =>
    together(async ({ stage, stores }) => {
      const spec = { type: "tcp", host: "example.org", port: 80, timeoutMs: 1_000, retries: 0 } as const;
      for (let n = 0; n < 20; n++) await stage.monitor({ kind: "probe", probe: spec as never });
      const request = { limit: 20, leaseMs: MINUTE, perHost: 100, inFlight: {} };
      const claims = await fromEach(stores, 2, (store) => store.watch.claimProbes(request));
      const rest = await stage.store.watch.claimProbes(request);
      const ids = [...claims.flat(), ...rest].map(({ monitorId }) => monitorId);
      expect(ids).toHaveLength(20);
      expect(new Set(ids).size).toBe(20);
    }));

  describe("our own gaps", () => {
    it("are none while any process stamps: one that starts, or was stopped, finds nothing", () =>
      together(async ({ postgres, stores: [one, two] }) => {
        for (let n = 0; n < 10; n++) {
          postgres.clock.advance(2 * SECOND);
          expect(await one.watch.stampAlive({ starting: false })).toBeNull();
        }
        expect(await two.watch.stampAlive({ starting: false })).toBeNull();
        const started = await postgres.another();
        expect(await started.watch.stampAlive({ starting: false })).toBeNull();
        await started.close();
      }));

    it("are known to every process before it judges, whoever noticed them", () =>
      together(
        async ({ postgres, stage, stores: [one, two] }) => {
          const id = await stage.monitor();
          await one.watch.change([byId(id, pingSignal("success"))]);
          for (const store of [one, two]) await store.watch.stampAlive({ starting: false });
          postgres.clock.advance(2 * HOUR);
          expect(await one.watch.stampAlive({ starting: false })).not.toBeNull();
          expect(changed(only(await two.watch.change([byId(id, { type: "time" })]))).transitions).toEqual([]);
          expect(await two.watch.gaps()).toHaveLength(1);
        },
        { stampedByHost: true },
      ));
  });

  it("find no monitor that another one deletes while they read it", () =>
    together(async ({ stage, stores: [one, two] }) => {
      const id = await stage.monitor();
      const query = pg.Client.prototype.query;
      let isGone = false;
      const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(async function (
        this: pg.Client,
        text: string,
        values: unknown[],
      ) {
        // The row of the monitor was read; its configuration, which this process does not know yet, is read next.
        if (!isGone && text.startsWith('select "seq", "version", "config"')) {
          isGone = true;
          await one.watch.change([byId(id, { type: "delete", actor: "ann" })]);
        }
        return await Reflect.apply(query, this, [text, values]);
      } as typeof query);
      try {
        expect(await two.watch.get({ by: "id", monitorId: id })).toBeNull();
        expect(isGone).toBe(true);
      } finally {
        spy.mockRestore();
      }
    }));

  it("keep the newest bodies of alarms of several topics, in whatever order these come", () =>
    together(async ({ postgres, stage, stores }) => {
      const topics = [await stage.putTopic("a", [{ name: "a" }]), await stage.putTopic("b", [{ name: "b" }])];
      for (const { id } of topics)
        await postgres.raw(`insert into alarm_bodies (id, project_id, topic_id, source, at, content_type, total_bytes, body)
          select '${id}' || n, '${PROJECT_ID}', '${id}', 'generic', 1, 'text/plain', 2, '{}' from generate_series(1, 1000) n`);
      const queries = vi.spyOn(pg.Client.prototype, "query");
      for (let round = 0; round < 30; round++) {
        await fromEach(stores, 1, (store, n) => {
          const order = n === 1 ? topics : topics.toReversed();
          return store.alarms.take(
            order.map((topic) =>
              intake(topic, [alarmItem(topic, { key: `${n}`, eventId: `${round} ${n} ${topic.id}` })]),
            ),
          );
        });
      }
      expect(queries.mock.calls.filter(([text]) => String(text) === "rollback")).toEqual([]);
      queries.mockRestore();
    }));

  it("change integrations by what their targets said while a topic is changed, and none has to begin again", () =>
    together(async ({ stage, stores: [one, two, three] }) => {
      const queries = vi.spyOn(pg.Client.prototype, "query");
      const some = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `target-${n}` }));
      for (let round = 0; round < 15; round++) {
        const topic = await stage.putTopic("ops", some(6));
        for (let n = 0; n < 3; n++) await stage.publish(topic);
        const claimed = await claimOf(one, 10);
        const gone = { ...DEAD, suspend: { reason: "It is gone.", notices: [publication(stage.topic)] } };
        const settle = ({ leaseId }: ClaimedMessage, n: number) =>
          one.outbox.settle(leaseId, n % 3 === 0 ? gone : deliveredWith({ newCredentials: { url: "https://e.org/" } }));
        const put = (store: Store, count: number) =>
          store.topics.put({ ...nameOf(topic), integrations: some(count).map(integration) }, "ann");
        await Promise.all([...claimed.toReversed().map(settle), put(two, 2), put(three, 4)]);
      }
      expect(queries.mock.calls.filter(([text]) => String(text) === "rollback")).toEqual([]);
      queries.mockRestore();
    }));

  it("learn the same of many targets at once, in any order, without one of them having to begin again", () =>
    together(async ({ stage, stores: [one, two] }) => {
      const queries = vi.spyOn(pg.Client.prototype, "query");
      for (let round = 0; round < 5; round++) {
        const names = Array.from({ length: 15 }, (_, n) => `target-${round}-${n}`);
        const topic = await stage.putTopic(
          `round-${round}`,
          names.map((name) => ({ name, credentials: { url: `https://example.org/${name}` } })),
        );
        for (let n = 0; n < 4; n++) await stage.publish(topic);
        const claimed = [await claimOf(one, 2), (await claimOf(two, 4)).toReversed()] as const;
        expect(claimed.map(({ length }) => length)).toEqual([30, 30]);
        const dueAt = stage.clock.now() + HOUR;
        const learnt = (n: number) =>
          n % 2 === 0
            ? again(dueAt, { target: "ill" })
            : again(dueAt, { target: "well", counts: false, pauseUntilAt: dueAt });
        const settleAll = (store: Store, messages: readonly ClaimedMessage[]) =>
          messages.map(({ leaseId }, n) => store.outbox.settle(leaseId, learnt(Math.floor(n / 2))));
        const settled = await Promise.all([...settleAll(one, claimed[0]), ...settleAll(two, claimed[1])]);
        expect(settled).not.toContain(false);
      }
      expect(queries.mock.calls.filter(([text]) => String(text) === "rollback")).toEqual([]);
      queries.mockRestore();
    }));

  describe("a database that takes stamps but has no room for pings", () => {
    const NO_ROOM = `create function no_room() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger no_room before insert on pings for each statement execute function no_room()`;

    it("is away: nobody goes down whose pings it refused, whichever process was asked", () =>
      together(
        async ({ postgres, stage, stores: [one, two, three] }) => {
          const id = await stage.monitor({ schedule: every(10 * SECOND, 5 * SECOND) });
          await one.watch.change([byId(id, pingSignal("success"))]);
          await postgres.raw(NO_ROOM);
          try {
            for (let n = 0; n < 10; n++) {
              postgres.clock.advance(SECOND);
              await expect(one.watch.change([byId(id, pingSignal("success"))])).rejects.toThrow(StoreUnavailable);
              postgres.clock.advance(SECOND);
              for (const store of [one, two, three]) await store.watch.stampAlive({ starting: false });
            }
          } finally {
            await postgres.raw("drop trigger no_room on pings; drop function no_room");
          }
          expect(changed(only(await two.watch.change([byId(id, { type: "time" })]))).transitions).toEqual([]);
          // The gap ends when nothing is refused any more, and then silence counts again.
          for (let n = 0; n < 32; n++) {
            postgres.clock.advance(2 * SECOND);
            for (const store of [one, two, three]) await store.watch.stampAlive({ starting: false });
          }
          const [down] = changed(only(await three.watch.change([byId(id, { type: "time" })]))).transitions;
          expect(down).toMatchObject({ to: "down", gaps: [{}] });
        },
        { stampedByHost: true },
      ));
  });
  it("of which some take no signals in: those never say that they can be, and judge by what the others stamped", () =>
    together(
      async ({ postgres, stage, stores: [intake] }) => {
        const sweeper = await postgres.another({ stampedByHost: true, takesSignals: false });
        const id = await stage.monitor({ schedule: every(HOUR, MINUTE) });
        await intake.watch.change([byId(id, pingSignal("success"))]);
        await intake.watch.stampAlive({ starting: false });
        const judge = async () => changed(only(await sweeper.watch.change([byId(id, { type: "time" })])));
        // Nobody stamps, however often the sweeper looks: the monitor could not have been heard.
        for (let n = 0; n < 100; n++) {
          postgres.clock.advance(MINUTE);
          expect(await sweeper.watch.stampAlive({ starting: false })).toBeNull();
        }
        expect((await judge()).reason.code).toBe("held-for-gap");
        expect(await intake.watch.stampAlive({ starting: false })).not.toBeNull();
        for (let n = 0; n < 45; n++) {
          postgres.clock.advance(2 * SECOND);
          await intake.watch.stampAlive({ starting: false });
        }
        expect((await judge()).transitions).toMatchObject([{ to: "down" }]);
        await sweeper.close();
      },
      { stampedByHost: true },
    ));

  it("that start at once on an empty database make its schema and its first project once", async () => {
    const url = await createDatabase({ empty: true });
    const open = () => openPostgresStore({ url, masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test" });
    const stores = await Promise.all([open(), open(), open(), open()]);
    const made = await Promise.all(stores.map((store) => store.people.bootstrap(firstProject())));
    expect(made.toSorted()).toEqual([false, false, false, true]);
    expect(await stores[0]?.people.projects()).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });
});
