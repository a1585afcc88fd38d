import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it, vi } from "vitest";
import { createStage, firstProject, PROJECT_ID, type StoreOptions } from "../../../test/contracts/store/stage.ts";
import { testStore } from "../../../test/contracts/store.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { openSqliteStage, TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { withFolder } from "../../../test/with-folder.ts";
import { AppError, StoreUnavailable } from "../../model/index.ts";
import { openWorkerStore } from "./worker-store.ts";

const OPTIONS = { masterKey: TEST_MASTER_KEY, baseUrl: "https://watchbell.test" };

async function openWorkerStage(options: StoreOptions = {}) {
  // Its folder and its cleaning up; the store itself is opened again in a thread.
  const sqlite = await openSqliteStage(options);
  await sqlite.store.close();
  const open = () => openWorkerStore({ ...OPTIONS, path: sqlite.path, ...options });
  let store = await open();
  return {
    path: sqlite.path,
    store,
    clock: createFakeClock(Date.now()),
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

testStore({ name: "SQLite in a thread of its own", hasFakeClock: false, open: openWorkerStage });

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
