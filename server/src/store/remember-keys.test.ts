import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { firstProject, PROJECT_ID } from "../../test/contracts/store/stage.ts";
import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import type { Store } from "./ports.ts";
import { rememberKeys } from "./remember-keys.ts";
import { openSqliteStore } from "./sql/sqlite-store.ts";

const VALUE = "a-ping-key-of-our-own";

let clock: FakeClock;
let real: Store;
let store: Store;
let lookups: number;
/** What a look-up waits for after it found its answer. */
let onTheWay: Promise<void> | null;

beforeEach(async () => {
  clock = createFakeClock(Date.UTC(2026, 2, 4, 12));
  real = await openSqliteStore({ path: ":memory:", masterKey: randomBytes(32), baseUrl: "http://x.test" }, clock.now);
  await real.people.bootstrap(firstProject());
  await real.people.createKey({ projectId: PROJECT_ID, kind: "ping", name: "own", value: VALUE }, "test");
  lookups = 0;
  onTheWay = null;
  const findKey = async (value: string) => {
    lookups += 1;
    const key = await real.people.findKey(value);
    await onTheWay;
    return key;
  };
  store = rememberKeys({ ...real, people: { ...real.people, findKey } }, clock.now);
});
afterEach(() => store.close());

it("looks a key up once in five seconds", async () => {
  const first = await store.people.findKey(VALUE);
  expect(first?.name).toBe("own");
  clock.advance(4_999);
  expect(await store.people.findKey(VALUE)).toEqual(first);
  expect(lookups).toBe(1);
  clock.advance(1);
  await store.people.findKey(VALUE);
  expect(lookups).toBe(2);
});

it("does not know a revoked key any more, from the moment on that the revocation is answered", async () => {
  const key = await store.people.findKey(VALUE);
  expect(await store.people.revokeKey(PROJECT_ID, key?.id ?? "", "test")).toBe(true);
  expect(await store.people.findKey(VALUE)).toBeNull();
});

it("does not remember what was being looked up while a key was revoked", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  onTheWay = promise;
  const early = store.people.findKey(VALUE);
  const [key] = (await store.people.keys(PROJECT_ID)).filter((each) => each.name === "own");
  await store.people.revokeKey(PROJECT_ID, key?.id ?? "", "test");
  resolve();
  expect((await early)?.name).toBe("own");
  expect(await store.people.findKey(VALUE)).toBeNull();
});

it("finds a key made after it was asked for in vain", async () => {
  expect(await store.people.findKey("not-made-yet-key")).toBeNull();
  await store.people.createKey(
    { projectId: PROJECT_ID, kind: "ping", name: "late", value: "not-made-yet-key" },
    "test",
  );
  expect((await store.people.findKey("not-made-yet-key"))?.name).toBe("late");
});
