import { expect, it } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";
import { createVault } from "../../src/lib/vault.ts";
import { NO_ALARM_OPTIONS, type ProbeSpec } from "../../src/model/index.ts";
import type { Store } from "../../src/store/ports.ts";
import type { DatabasePlace } from "../../src/store/sql/open-database.ts";
import { type Rotated, type Rotation, rotateMasterKey } from "../../src/store/sql/rotate-master-key.ts";
import { SEALED_COLUMNS } from "../../src/store/sql/sealed-columns.ts";
import { createFakeClock } from "../fake-clock.ts";
import { SECOND } from "../monitor-story.ts";
import { createStage, integration, only, PING_KEY, PROJECT_ID, WRITE_KEY } from "./store/stage.ts";

/** A database to change the master key of. */
export interface RotationGround {
  readonly place: DatabasePlace;
  readonly open: (masterKey: Uint8Array) => Promise<Store>;
  /** Every row of every table, by the table's name. */
  readonly rows: () => Promise<ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly run: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const OLD = new Uint8Array(32).fill(7);
const NEW = new Uint8Array(32).fill(8);
const NEWEST = new Uint8Array(32).fill(9);

/** What changing the master key promises on every engine. */
export function testRotation(openGround: () => Promise<RotationGround>): void {
  const onGround = async (use: (ground: RotationGround) => Promise<void>): Promise<void> => {
    const ground = await openGround();
    try {
      await fill(await ground.open(OLD));
      await use(ground);
    } finally {
      await ground.close();
    }
  };
  const rotate = (ground: RotationGround, change: Partial<Rotation> = {}) =>
    rotateMasterKey(ground.place, { oldKey: OLD, newKey: NEW, clock: systemClock, batchSize: 1, ...change });

  it("seals every value anew: the old key opens none, wherever in the tables it stands, and the new one all", () =>
    onGround(async (ground) => {
      const before = await sealedValues(ground, OLD);
      // One of each column at least; a column that nobody told the rotation about would show below.
      expect(new Set(before.map(({ where }) => where)).size).toBe(SEALED_COLUMNS.length);
      const outcome = await rotate(ground);
      expect(outcome).toEqual({ kind: "rotated", resealed: before.length, unreadable: 0 });
      expect(await sealedValues(ground, OLD)).toEqual([]);
      const after = await sealedValues(ground, NEW);
      expect(after.filter(({ where }) => where !== "meta.value")).toEqual(before);
      expect(after.filter(({ where }) => where === "meta.value")).toHaveLength(1);
    }));

  it("leaves keys, hashes, badges and log-ins working, and a second change does too", () =>
    onGround(async (ground) => {
      const first = await ground.open(OLD);
      const badges = await first.pages.badgeAddresses(PROJECT_ID, [{ of: "project" }]);
      await first.close();
      await rotate(ground);
      await rotate(ground, { oldKey: NEW, newKey: NEWEST });
      await expect(ground.open(OLD)).rejects.toMatchObject({ name: "WrongMasterKey" });
      await expect(ground.open(NEW)).rejects.toMatchObject({ name: "WrongMasterKey" });
      const store = await ground.open(NEWEST);
      expect((await store.people.findKey(WRITE_KEY))?.kind).toBe("write");
      expect(await store.pages.badgeAddresses(PROJECT_ID, [{ of: "project" }])).toEqual(badges);
      expect(await store.accounts.findToken("oidc", "state-of-a-log-in")).toMatchObject({
        payload: { verifier: "secret" },
      });
      expect((await store.alarms.findToken("wba_signed"))?.signingSecret).toBe("secret-to-sign");
      const topic = await store.topics.get(PROJECT_ID, "team", "ops");
      expect(await store.topics.credentials(only(topic?.integrations ?? []).id)).toEqual({ token: "secret-token" });
      const ping = (await store.people.keys(PROJECT_ID)).find(({ kind }) => kind === "ping");
      expect(await store.people.showKey(PROJECT_ID, ping?.id ?? "")).toBe(PING_KEY);
      await store.close();
    }));

  it("goes on after a crash behind any batch, seals nothing twice, and lets no server start before it is done", () =>
    onGround(async (ground) => {
      const total = (await sealedValues(ground, OLD)).length;
      for (let done = 1; done <= total; done++) {
        const crashed = rotate(ground, { onBatch: crashAfter(1) });
        await expect(crashed).rejects.toThrow("the machine went down");
        expect([await count(ground, OLD), await count(ground, NEW)]).toEqual([total - done, done]);
        await expect(ground.open(OLD)).rejects.toMatchObject({ name: "StoreClosed" });
        await expect(ground.open(NEW)).rejects.toMatchObject({ name: "StoreClosed" });
      }
      const other = rotate(ground, { newKey: NEWEST });
      await expect(other).rejects.toThrow("changed to another new key than this one");
      expect(await rotate(ground)).toMatchObject({ kind: "rotated", resealed: 0 });
      expect(await rotate(ground)).toEqual({ kind: "was-rotated" });
      await (await ground.open(NEW)).close();
    }));

  it("leaves a database alone that a newer program made, and may have put more secrets into", () =>
    onGround(async (ground) => {
      const before = await sealedValues(ground, OLD);
      await ground.run("update meta set value = '1000' where name = 'schema_version'");
      await expect(rotate(ground)).rejects.toMatchObject({ name: "SchemaTooNew" });
      await (await ground.open(OLD)).close();
      expect(await sealedValues(ground, OLD)).toEqual(before);
    }));

  it("has nothing to do where no server ever started", () =>
    onGround(async (ground) => {
      await ground.run("delete from meta where name = 'key_fingerprint'");
      await expect(rotate(ground)).rejects.toMatchObject({ name: "NothingSealed" });
    }));

  it("refuses an old key that is not the database's, and leaves a value that is damaged as it is", () =>
    onGround(async (ground) => {
      await expect(rotate(ground, { oldKey: NEWEST })).rejects.toMatchObject({ name: "WrongMasterKey" });
      await (await ground.open(OLD)).close();
      await ground.run("update integrations set credentials = 'damaged' where name = 'ops'");
      expect(await rotate(ground)).toMatchObject({ kind: "rotated", unreadable: 1 });
      const found = (await ground.rows()).get("integrations") ?? [];
      expect(found.filter(({ credentials }) => credentials === "damaged")).toHaveLength(1);
    }));
}

function crashAfter(batches: number): (rotated: Rotated) => void {
  let seen = 0;
  return () => {
    seen++;
    if (seen === batches) throw new Error("the machine went down");
  };
}

async function count(ground: RotationGround, key: Uint8Array): Promise<number> {
  return (await sealedValues(ground, key)).length;
}

/** Everything in the tables that a key opens, wherever it stands: columns, and texts inside JSON. */
async function sealedValues(ground: RotationGround, key: Uint8Array) {
  const vault = createVault(key);
  const found: { readonly where: string; readonly plain: string }[] = [];
  for (const [table, rows] of await ground.rows()) {
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      if (typeof value !== "string") continue;
      const texts = [value, ...[...value.matchAll(/"([\w-]{38,})"/g)].map(([, text = ""]) => text)];
      for (const text of texts) {
        try {
          found.push({ where: `${table}.${column}`, plain: vault.open(text) });
        } catch {
          // Not sealed, or with another key.
        }
      }
    }
  }
  return found.toSorted((a, b) => (`${a.where} ${a.plain}` < `${b.where} ${b.plain}` ? -1 : 1));
}

/** Puts a value into every column that holds sealed ones. */
async function fill(store: Store): Promise<void> {
  const stage = await createStage({
    store,
    clock: createFakeClock(0),
    reopen: async () => store,
    close: () => store.close(),
  });
  const put = await store.topics.put(
    {
      projectId: PROJECT_ID,
      channel: "team",
      topic: "ops",
      hash: "secret-hash",
      integrations: [integration({ name: "ops", credentials: { token: "secret-token" } })],
    },
    "ann",
  );
  const topicId = put.kind === "put" ? put.topic.id : "";
  const signature = { header: "X-Signature", timestampHeader: null, sealed: await store.seal("secret-to-sign") };
  const options = { ...NO_ALARM_OPTIONS, signature };
  const token = { projectId: PROJECT_ID, topicId, name: "signed", allow: [], options, value: "wba_signed" };
  await store.alarms.createToken(token, "ann");
  const life = { accountId: null, lifetimeMs: null, replaces: false };
  await store.accounts.putToken({ purpose: "set-up", value: "link", payload: null, ...life });
  await store.accounts.putToken({
    purpose: "oidc",
    value: "state-of-a-log-in",
    payload: { verifier: "secret" },
    ...life,
  });
  const account = { accountId: "olga", email: "olga@example.org", name: "Olga", passwordHash: null };
  await store.accounts.create({
    account,
    entrance: { by: "set-up", token: "link" },
    project: null,
    topics: [],
    from: "",
  });
  await store.accounts.putTotp("olga", "secret-of-the-app");
  await stage.monitor({ name: "without a secret" });
  const auth = { type: "bearer", set: ["token"], sealed: await store.seal({ token: "secret-of-the-page" }) } as const;
  const common = { timeoutMs: SECOND, retries: 0, errorIntervalMs: null };
  const probe: ProbeSpec = { type: "task", url: "http://a.test/x", verifyCertificate: true, auth, ...common };
  await stage.monitor({ name: "with one", kind: "probe", probe });
  await store.close();
}
