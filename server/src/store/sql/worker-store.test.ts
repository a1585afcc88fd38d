import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createStage, firstProject, PROJECT_ID, type StoreOptions } from "../../../test/contracts/store/stage.ts";
import { testStore } from "../../../test/contracts/store.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { openSqliteStage, TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { withFolder } from "../../../test/with-folder.ts";
import { AppError, StoreUnavailable } from "../../model/index.ts";
import { openWorkerStore } from "./worker-store.ts";

const OPTIONS = { masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test" };

/** A store in a thread of its own, on a new file. */
async function openWorkerStage(options: StoreOptions = {}) {
  // Its folder and its cleaning up; the store itself is opened again in a thread.
  const sqlite = await openSqliteStage(options);
  await sqlite.store.close();
  const open = () => openWorkerStore({ ...OPTIONS, path: sqlite.path, ...options });
  let store = await open();
  return {
    store,
    clock: createFakeClock(Date.now()),
    raw: sqlite.raw,
    async reopen(options?: { readonly dead: boolean }) {
      if (!options?.dead) await store.close();
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await sqlite.close();
    },
  };
}

/** To start a thread takes longer than a test: the contract's tests share one, each on tables that are empty again. */
let shared: ReturnType<typeof openWorkerStage> | undefined;

async function openSharedStage(options: StoreOptions) {
  if (options.maxSelfMadeMonitors !== undefined) return await openWorkerStage(options);
  shared ??= openWorkerStage();
  const stage = await shared;
  stage.raw(emptyTables);
  return {
    ...stage,
    async reopen() {
      // The next test gets a thread of its own again.
      shared = undefined;
      return await stage.reopen();
    },
    close: async () => (shared === undefined ? await stage.close() : undefined),
  };
}

function emptyTables(db: DatabaseSync): void {
  db.exec("pragma foreign_keys = off");
  const tables = db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").all();
  for (const { name } of tables) if (name !== "meta") db.exec(`delete from "${name}"`);
}

testStore({ name: "SQLite in a thread of its own", hasFakeClock: false, open: openSharedStage });

afterAll(async () => {
  await (await shared)?.close();
});

describe("two threads that open an empty file at the same time", () => {
  it("make its schema once", () =>
    withFolder(async (folder) => {
      const options = { ...OPTIONS, path: join(folder, "watchbell.db") };
      const stores = await Promise.all([openWorkerStore(options), openWorkerStore(options), openWorkerStore(options)]);
      expect(await Promise.all(stores.map((store) => store.people.bootstrap(firstProject())))).toContain(true);
      for (const store of stores) expect(await store.people.projects()).toHaveLength(1);
      await Promise.all(stores.map((store) => store.close()));
    }));
});

describe("errors across the thread", () => {
  it("keep their kind: refusals, a store that cannot work, bugs", async () => {
    const stage = await openWorkerStage();
    const refusal = stage.store.watch.list({ projectId: PROJECT_ID, limit: 1, cursor: "nonsense" });
    await expect(refusal).rejects.toBeInstanceOf(AppError);
    await expect(refusal).rejects.toMatchObject({ code: "invalid_cursor", field: "cursor", status: 400 });
    const seed = firstProject();
    const twice = [...seed.keys, ...seed.keys];
    const bug = stage.store.people.bootstrap({ ...seed, keys: twice });
    await expect(bug).rejects.toThrow("same value");
    await expect(bug).rejects.not.toBeInstanceOf(StoreUnavailable);
    expect(await stage.store.people.projects()).toEqual([]);
    await stage.close();
  });

  it("tell that the disk is full as unavailable", async () => {
    const sqlite = await openSqliteStage();
    await (await createStage(sqlite)).monitor();
    await sqlite.store.close();
    const store = await openWorkerStore({ ...OPTIONS, path: sqlite.path, maxPageCount: 1 });
    await expect(store.checkHealth()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.people.projects()).toHaveLength(1);
    await store.close();
    await sqlite.close();
  });

  it("of opening reach the caller as what they are", () =>
    withFolder(async (folder) => {
      const missing = openWorkerStore({ ...OPTIONS, path: join(folder, "missing", "watchbell.db") });
      await expect(missing).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(missing).rejects.toThrow("cannot be opened");
      const path = join(folder, "watchbell.db");
      await (await openWorkerStore({ ...OPTIONS, path })).close();
      const wrongKey = openWorkerStore({ ...OPTIONS, path, masterKey: new Uint8Array(32).fill(9) });
      await expect(wrongKey).rejects.toMatchObject({ name: "WrongMasterKey" });
      await (await openWorkerStore({ ...OPTIONS, path })).close();
    }));
});

/** Opens a store and gives its thread too. */
async function openWithThread() {
  const threads: Worker[] = [];
  const post = Worker.prototype.postMessage;
  const spy = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker, ...args) {
    threads.push(this);
    post.apply(this, args);
  });
  const stage = await openWorkerStage();
  spy.mockRestore();
  const thread = threads.at(-1);
  if (!thread) throw new Error("the store has no thread");
  return { stage, thread };
}

describe("a thread that dies", () => {
  it("rejects every call that waits for it, and every later one, as unavailable", async () => {
    const { stage, thread } = await openWithThread();
    const calls = Array.from({ length: 20 }, () => stage.store.checkHealth());
    const dying = thread.terminate();
    const outcomes = await Promise.allSettled(calls);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { name: "StoreUnavailable" } });
    }
    await dying;
    await expect(stage.store.now()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await (await stage.reopen({ dead: true })).watch.overdue(1)).toEqual([]);
    await stage.close();
  });

  it("after it was closed answers nothing more", async () => {
    const stage = await openWorkerStage();
    await stage.store.close();
    await expect(stage.store.now()).rejects.toBeInstanceOf(StoreUnavailable);
    await stage.reopen({ dead: true });
    await stage.close();
  });
});
