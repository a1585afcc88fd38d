import { Socket } from "node:net";
import { sql } from "kysely";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { startTcpProxy } from "../../../test/chaos/tcp-proxy.ts";
import { createStage, firstProject, PROJECT_ID, seed, selfMaking } from "../../../test/contracts/store/stage.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { HOUR, pingSignal } from "../../../test/monitor-story.ts";
import {
  createDatabase,
  openPostgresStage,
  type PostgresStage,
  postgresMissing,
} from "../../../test/postgres-stage.ts";
import { serveTcp } from "../../../test/rude-server.ts";
import { TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { newId } from "../../lib/ids.ts";
import { StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../ports.ts";
import { WrongMasterKey } from "../wrong-master-key.ts";
import { inspectPostgres } from "./inspect-postgres.ts";
import { SCHEMA_VERSION, SchemaTooNew } from "./migrate.ts";
import { askTime, createPostgresClock } from "./postgres-clock.ts";
import { openPostgresDatabase } from "./postgres-database.ts";
import { createPostgresDoorbell } from "./postgres-doorbell.ts";
import { migratePostgres, openPostgresStore } from "./postgres-store.ts";

/** A proxy before a database, and the address of the database through it. */
async function startProxyBefore(url: string) {
  const through = new URL(url);
  const proxy = await startTcpProxy(Number(through.port));
  through.port = String(proxy.port);
  return { proxy, through: through.href };
}

const missing = postgresMissing();

async function onPostgres(use: (postgres: PostgresStage) => Promise<void>): Promise<void> {
  const postgres = await openPostgresStage();
  try {
    await use(postgres);
  } finally {
    await postgres.close();
  }
}

/** How many times the database is asked meanwhile. */
async function roundTrips(use: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await use();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

function open(url: string, masterKey: Uint8Array = TEST_MASTER_KEY): Promise<Store> {
  return openPostgresStore({ url, masterKey, baseUrl: "https://watchbell.test" });
}

describe.skipIf(missing !== null)(`a store on PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`, () => {
  describe("a batch of pings", () => {
    it("is a fixed number of round trips, however many pings and monitors it has", () =>
      onPostgres(async (postgres) => {
        const stage = await createStage(postgres);
        const ids = await Promise.all(Array.from({ length: 200 }, () => stage.monitor()));
        const batch = (count: number) => {
          const signal = pingSignal("success", { body: "it went well" });
          return ids.slice(0, count).map((monitorId) => ({ address: { by: "id", monitorId } as const, signal }));
        };
        await stage.store.watch.change(batch(200));
        const small = await roundTrips(() => stage.store.watch.change(batch(1)));
        const large = await roundTrips(() => stage.store.watch.change([...batch(200), ...batch(200)]));
        expect(large).toBe(small);
        expect(large).toBeLessThan(10);
      }));

    it("touches no index of the states, but when a monitor's deadline is armed", () =>
      onPostgres(async (postgres) => {
        const stage = await createStage(postgres);
        const id = await stage.monitor();
        await stage.ping(id);
        const updates = async () => {
          // What a session did is counted when it ends.
          await postgres.reopen();
          const [row] = await postgres.raw<{ all: number; hot: number }>(
            `select n_tup_upd::int as "all", n_tup_hot_upd::int as hot from pg_stat_user_tables where relname = 'monitor_states'`,
          );
          return row ?? { all: 0, hot: 0 };
        };
        const before = await updates();
        const again = await postgres.another();
        for (let n = 0; n < 50; n++) {
          postgres.clock.advance(1_000);
          await again.watch.change([{ address: { by: "id", monitorId: id }, signal: pingSignal("success") }]);
        }
        await again.close();
        const after = await updates();
        expect(after.all - before.all).toBe(50);
        // Once in a while the page is full before the database has tidied it up, and the row moves to another one.
        expect(after.hot - before.hot).toBeGreaterThanOrEqual(45);
      }));
  });

  it("is asked once for each integration more that a claim is for", () =>
    onPostgres(async (postgres) => {
      const stage = await createStage(postgres);
      const names = Array.from({ length: 20 }, (_, n) => `integration-${n}`);
      const few = await stage.putTopic(
        "few",
        names.slice(0, 10).map((name) => ({ name })),
      );
      const many = await stage.putTopic(
        "many",
        names.map((name) => ({ name })),
      );
      const tripsToClaim = async (topic: typeof few): Promise<number> => {
        for (let n = 0; n < 3; n++) await stage.publish(topic);
        return await roundTrips(() => stage.claim());
      };
      const asked = await tripsToClaim(few);
      expect((await tripsToClaim(many)) - asked).toBe(10);
    }));

  it("keeps what texts may hold, but the one character that PostgreSQL cannot, which it replaces", () =>
    onPostgres(async (postgres) => {
      const stage = await createStage(postgres);
      const name = 'a\0b "quoted" \\ {curly,NULL} 🧨 \ud800';
      const id = await stage.monitor({ name, tags: [name] });
      const kept = 'a\uFFFDb "quoted" \\ {curly,NULL} 🧨';
      const { items } = await stage.store.watch.list({ projectId: PROJECT_ID, limit: 10, text: "quoted" });
      expect(items.map((monitor) => monitor.id)).toEqual([id]);
      const [row] = await postgres.raw<{ name: string }>("select name from monitors where id = $1", [id]);
      expect(row?.name).toContain(kept);
      const signal = pingSignal("success", { body: '\0 {"x"}' });
      await stage.send(id, { ...signal, source: { ...signal.source, userAgent: 'curl\0 {1,"2"}' } });
      const [ping] = (await stage.store.watch.pings(id, { limit: 1 })).items;
      expect(ping?.userAgent).toBe('curl\uFFFD {1,"2"}');
      const body = await stage.store.watch.pingBody(id, 1);
      expect(new TextDecoder().decode(body ?? new Uint8Array())).toBe('\0 {"x"}');
    }));

  describe("when the database cannot be worked with", () => {
    it("says that it is unavailable while connections break, and goes on by itself", () =>
      onPostgres(async (postgres) => {
        const stage = await createStage(postgres);
        const id = await stage.monitor();
        const cut = () =>
          postgres.raw(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'watchbell' and datname = current_database()",
          );
        const settled: PromiseSettledResult<unknown>[] = [];
        for (let n = 0; n < 10; n++) {
          const pings = Promise.allSettled(Array.from({ length: 5 }, () => stage.ping(id)));
          await cut();
          settled.push(...(await pings));
        }
        const failures = settled.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
        for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailable);
        await stage.ping(id);
        const count = (await stage.store.watch.get({ by: "id", monitorId: id }))?.state.pingCount ?? 0;
        // One that broke while it was committed may be stored or not; one that was acknowledged is.
        expect(count).toBeGreaterThanOrEqual(settled.length - failures.length + 1);
        expect((await stage.store.watch.pings(id, { limit: 100 })).items).toHaveLength(count);
      }));

    it("says what the system or the driver said of the connection", async () => {
      const rude = await serveTcp((socket) => void socket.once("data", () => socket.end()));
      const ended = openPostgresDatabase({ url: `postgres://ann:hunter2@127.0.0.1:${rude.port}/w` }).db;
      await expect(sql`select 1`.execute(ended)).rejects.toThrow(
        "the database cannot be reached (Connection terminated unexpectedly).",
      );
      await rude.close();
      await expect(sql`select 1`.execute(ended)).rejects.toThrow("the database cannot be reached (ECONNREFUSED).");
      await ended.destroy();
    });

    it("says so when nobody answers at its address, or refuses the user, without telling the password", async () => {
      const url = await createDatabase();
      const nobody = url.replace(/:\d+\//, ":1/").replace("postgres@", "ann:hunter2@");
      await expect(open(nobody)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(open(nobody)).rejects.not.toThrow("hunter2");
      await expect(open(url.replace("postgres@", "nobody-here:hunter2@"))).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(open(`${url}_not_there`)).rejects.toThrow("Correct the name in the URL, or make it");
    });

    it("says which database it is, in the words of PostgreSQL, and what to do", async () => {
      const url = await createDatabase({ empty: true });
      const { host, pathname } = new URL(url);
      const name = pathname.slice(1);
      const { db } = openPostgresDatabase({ url });
      await sql.raw(`create role ${name}_guest login`).execute(db);
      await sql.raw("create table projects (id text)").execute(db);
      await expect(open(url.replace("postgres@", `${name}_guest:hunter2@`))).rejects.toMatchObject({
        name: "StoreUnavailable",
        message: `The database ${name} at ${host} cannot be used: permission denied for schema public. Make this user the owner: alter database … owner to …, and of tables that another user made: reassign owned by … to …`,
      });
      await expect(open(url)).rejects.toThrow(
        `The database ${name} at ${host} cannot be used: relation "projects" already exists. These are tables of another program: make a database for Watchbell alone.`,
      );
      await sql.raw(`drop role ${name}_guest`).execute(db);
      await db.destroy();
    });

    it("refuses one that forgets commits, or cannot keep every character", async () => {
      const latin = await createDatabase({ empty: true, clauses: "encoding 'LATIN1' locale 'C'" });
      await expect(open(latin)).rejects.toThrow("encoding is LATIN1");
      const url = await createDatabase();
      const name = new URL(url).pathname.slice(1);
      const { db } = openPostgresDatabase({ url });
      await sql.raw(`alter database ${name} set synchronous_commit = off`).execute(db);
      await db.destroy();
      await expect(open(url)).rejects.toThrow("synchronous_commit = off");
    });
  });

  it("refuses a database that was sealed with another master key, and one that a newer program made its own", async () => {
    const url = await createDatabase();
    await (await open(url)).close();
    await expect(open(url, new Uint8Array(32).fill(9))).rejects.toBeInstanceOf(WrongMasterKey);
    expect(await migratePostgres(url)).toEqual({ from: SCHEMA_VERSION, to: SCHEMA_VERSION });
    expect(await inspectPostgres(url)).toMatchObject({ schemaVersion: SCHEMA_VERSION, tooNew: false });
    const { db } = openPostgresDatabase({ url });
    const set = (name: string, value: number) =>
      sql`
      insert into meta (name, value) values (${name}, ${String(value)})
      on conflict (name) do update set value = excluded.value`.execute(db);
    await set("schema_version", SCHEMA_VERSION + 2);
    await (await open(url)).close();
    await set("schema_breaking_version", SCHEMA_VERSION + 1);
    await db.destroy();
    await expect(open(url)).rejects.toBeInstanceOf(SchemaTooNew);
    expect(await inspectPostgres(url)).toMatchObject({ schemaVersion: SCHEMA_VERSION + 2, tooNew: true });
  });

  describe("its time", () => {
    it("is the database's, whatever the clocks of the process say, and is measured anew after a sleep", async () => {
      const { db } = openPostgresDatabase({ url: await createDatabase() });
      const clocks = { runningMs: 5_000_000, wallMs: 0 };
      const own = { running: () => clocks.runningMs, wall: () => clocks.wallMs };
      const clock = await createPostgresClock(() => askTime(db), own);
      const { rows } = await sql<{ at: number }>`select extract(epoch from now())::float8 * 1000 as at`.execute(db);
      expect(Math.abs(clock.now() - (rows[0]?.at ?? 0))).toBeLessThan(5_000);
      const before = clock.now();
      clocks.runningMs += 1_000;
      clocks.wallMs += 1_000;
      expect([clock.now() - before, clock.isSuspect()]).toEqual([1_000, false]);
      clocks.wallMs += HOUR;
      expect(clock.isSuspect()).toBe(true);
      await clock.sync();
      expect(clock.isSuspect()).toBe(false);
      await db.destroy();
    });
  });

  describe("its doorbell", () => {
    it("carries word to the other processes on the database, once and not to oneself, and says when it was too much", () =>
      onPostgres(async (postgres) => {
        const other = await postgres.another();
        const heard: (readonly string[] | null)[] = [];
        const own: unknown[] = [];
        postgres.store.doorbell?.onWords((words) => own.push(words));
        let arrived = (): void => {};
        other.doorbell?.onWords((words) => {
          heard.push(words);
          arrived();
        });
        const next = () =>
          new Promise<void>((resolve) => {
            arrived = resolve;
          });
        // Until the other one listens, words get lost.
        while (heard.length === 0) {
          const word = next();
          postgres.store.doorbell?.say("are you there");
          await Promise.race([word, new Promise((resolve) => setTimeout(resolve, 300))]);
        }
        heard.length = 0;
        const some = next();
        for (let n = 0; n < 50; n++) postgres.store.doorbell?.say(`word ${n % 3}`);
        await some;
        expect(heard).toEqual([["word 0", "word 1", "word 2"]]);
        const much = next();
        postgres.store.doorbell?.say("keep this", { keep: true });
        for (let n = 0; n < 500; n++) postgres.store.doorbell?.say(`word ${n}`);
        await much;
        expect(heard.slice(-2)).toEqual([null, ["keep this"]]);
        for (const noise of ["what?", "null", "{}", '{"from":1}'])
          await postgres.raw("select pg_notify('watchbell', $1)", [noise]);
        expect(heard.slice(-2)).toEqual([null, ["keep this"]]);
        expect(own).toEqual([]);
        await other.close();
      }));

    it("is listened to again after its connection was cut, and what was missed meanwhile counts as much", () =>
      onPostgres(async (postgres) => {
        const other = await postgres.another();
        const heard: (readonly string[] | null)[] = [];
        other.doorbell?.onWords((words) => heard.push(words));
        const listening = "from pg_stat_activity where query = 'listen watchbell' and datname = current_database()";
        // Both stores.
        await expect.poll(() => postgres.raw(`select pid ${listening}`)).toHaveLength(2);
        await postgres.raw(`select pg_terminate_backend(pid) ${listening}`);
        await expect.poll(() => heard).toContain(null);
        heard.length = 0;
        await expect
          .poll(() => {
            postgres.store.doorbell?.say("are you there");
            return heard;
          })
          .toContainEqual(["are you there"]);
        await other.close();
      }));

    it("closes though the line to it went dead without a word, and leaves nothing open", () =>
      onPostgres(async ({ url }) => {
        const { proxy, through } = await startProxyBefore(url);
        const { db } = openPostgresDatabase({ url: through });
        const connect = vi.spyOn(Socket.prototype, "connect");
        await sql`select 1`.execute(db);
        const socket = connect.mock.contexts.find((made) => made instanceof Socket && made.remotePort === proxy.port);
        connect.mockRestore();
        proxy.deaden();
        await db.destroy();
        await vi.waitFor(() => expect(socket).toMatchObject({ destroyed: true }), { timeout: 10_000 });
        await proxy.close();
      }));

    it("listens again when the line to the database went dead without a word, and closes though it is dead", () =>
      onPostgres(async ({ url }) => {
        const { proxy, through } = await startProxyBefore(url);
        const { db } = openPostgresDatabase({ url });
        const clock = createFakeClock(0);
        const doorbell = createPostgresDoorbell({ url: through, db, clock });
        const heard: (readonly string[] | null)[] = [];
        doorbell.onWords((words) => heard.push(words));
        const says = (word: string) =>
          sql`select pg_notify('watchbell', ${JSON.stringify({ from: "another", words: [word] })})`.execute(db);
        await vi.waitFor(async () => {
          await says("first");
          expect(heard).toContainEqual(["first"]);
        });
        proxy.deaden();
        await says("lost");
        await vi.waitFor(async () => {
          clock.advance(20_000);
          await says("second");
          expect(heard).toContainEqual(["second"]);
        });
        // Whatever was missed counts as much.
        expect(heard).toContainEqual(null);
        expect(heard).not.toContainEqual(["lost"]);
        proxy.deaden();
        await doorbell.close();
        await proxy.close();
        await db.destroy();
      }));
  });

  it("counts monitors that made themselves apart in each project", () =>
    onPostgres(async (postgres) => {
      const stage = await createStage(postgres);
      await stage.store.watch.change([selfMaking("a"), selfMaking("b")]);
      const made = await stage.store.people.bringIn(
        { monitors: [{ seed: seed(newId(), { slug: "c" }, { door: "slug", doorKey: "c" }), key: null }], topics: [] },
        "ann",
      );
      expect(made.monitors).toMatchObject([{ kind: "created" }]);
      expect(await stage.store.people.bootstrap(firstProject())).toBe(false);
    }));
});
