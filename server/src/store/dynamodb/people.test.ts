import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStage, integration, PROJECT_ID, type Stage, seed } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { Crash, createFaults, type Faults } from "../../../test/dynamodb/faults.ts";
import { pingSignal } from "../../../test/monitor-story.ts";
import { newId } from "../../lib/ids.ts";
import { type Account, StoreUnavailable } from "../../model/index.ts";
import type { MonitorToBring } from "../ports.ts";

const missing = dynamoMissing();
const ANN = { name: "Ann", from: "192.0.2.7", accountId: "ann" };

describe.skipIf(missing !== null)(`people on DynamoDB${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(() => emulator.close());

  const onStage = (test: (stage: Stage & { readonly faults: Faults }) => Promise<void>) => async (): Promise<void> => {
    const faults = createFaults();
    const stage = await createStage(await openDynamoStage(emulator, { around: faults.around }));
    try {
      await test({ ...stage, faults });
    } finally {
      await stage.close();
    }
  };

  describe("more than one transaction holds", () => {
    it(
      "all sessions of an account end with its password, however many, but the one",
      onStage(async (stage) => {
        const { accounts } = stage.store;
        const { id: accountId } = await newAccount(stage, "ann");
        const { id: keep } = await signIn(stage, accountId, "session 0");
        for (let n = 1; n < 130; n += 1) await signIn(stage, accountId, `session ${n}`);
        await accounts.setPassword({ accountId, passwordHash: "new", keepSessionId: keep }, ANN);
        expect((await accounts.sessions(accountId)).map(({ id }) => id)).toEqual([keep]);
        expect(await accounts.findSession("session 0")).not.toBeNull();
        expect(await accounts.findSession("session 129")).toBeNull();
        const { items } = await accounts.history(accountId, { limit: 1 });
        expect(items).toMatchObject([{ text: "129 sessions were ended." }]);
      }),
    );

    it(
      "an account leaves a dozen projects, with what that does to each told at once",
      onStage(async (stage) => {
        const { accounts } = stage.store;
        const [olga, bob] = [await newAccount(stage, "olga"), await newAccount(stage, "bob")];
        await accounts.makeOperator(olga.id, ANN);
        const own = await Promise.all(Array.from({ length: 6 }, () => newProject(stage, bob.id)));
        const shared = await Promise.all(Array.from({ length: 6 }, () => newProject(stage, olga.id)));
        for (const projectId of shared) await join(stage, projectId, bob.id);
        const outcome = await accounts.deleteAccount(bob.id, ANN);
        expect(outcome?.kind).toBe("deleted");
        expect(outcome?.departure.deleted.map(({ id }) => id).toSorted()).toEqual(own.toSorted());
        expect(outcome?.departure.left.map(({ id }) => id).toSorted()).toEqual(shared.toSorted());
        for (const projectId of shared) expect(await accounts.members(projectId)).toHaveLength(1);
        for (const projectId of own) expect(await stage.store.people.project(projectId)).toBeNull();
      }),
    );

    it(
      "things are brought in some at a time, each whole; who begins again goes on",
      onStage(async (stage) => {
        const { people, watch } = stage.store;
        const monitors = Array.from({ length: 40 }, (_, n) => service(`service ${n}`));
        stage.faults.crashBefore(({ pk }) => pk.includes('"missme","service 25"'));
        await expect(people.bringIn({ monitors, topics: [] }, "ann")).rejects.toThrow(Crash);
        for (const { seed, key } of monitors) {
          const made = await watch.get({ by: "id", monitorId: seed.monitorId });
          expect((await people.findKey(key?.value ?? ""))?.monitorId).toBe(made?.id);
        }
        const again = await people.bringIn({ monitors, topics: [] }, "ann");
        const kinds = again.monitors.map(({ kind }) => kind);
        expect(new Set(kinds)).toEqual(new Set(["known", "created"]));
        const { items } = await watch.list({ projectId: PROJECT_ID, door: "missme", limit: 100 });
        expect(items).toHaveLength(40);
      }),
    );

    it(
      "pulses that could not follow their project at once follow it at the pruning",
      onStage(async (stage) => {
        const { people, watch } = stage.store;
        const { name } = await stage.putTopic("night", []);
        for (let n = 0; n < 12; n += 1) await pulse(stage, `pulse ${n}`);
        const topics = async () => {
          const { items } = await watch.list({ projectId: PROJECT_ID, door: "heartbeat", limit: 100 });
          return items.filter(({ config }) => config.topics[0] === name).length;
        };
        let seen = 0;
        const busy = new StoreUnavailable("DynamoDB is throttled.");
        stage.faults.meanwhile(
          ({ pk }) => pk.startsWith("MONITOR#") && ++seen === 5,
          () => Promise.reject(busy),
        );
        const heartbeatBoard = { topic: name };
        expect(await people.changeProject(PROJECT_ID, { heartbeatBoard }, "ann")).toMatchObject({ heartbeatBoard });
        expect(await topics()).toBe(4);
        await stage.store.watch.prune(1_000);
        expect(await topics()).toBe(12);
      }),
    );
  });

  it(
    "a project whose deleter died on the way lets nobody in and tells nobody",
    onStage(async (stage) => {
      const { store, faults, topic } = stage;
      const olga = await newAccount(stage, "olga");
      await join(stage, PROJECT_ID, olga.id);
      const value = "key-of-the-project-0123456789";
      await store.people.createKey({ projectId: PROJECT_ID, kind: "write", name: "k", value }, "ann");
      await signIn(stage, olga.id, "here");
      await stage.publish(topic);
      faults.crashBefore(({ pk }) => pk === `TOPIC#${topic.id}`);
      await expect(store.accounts.deleteProject(PROJECT_ID, ANN)).rejects.toThrow(Crash);
      expect(await store.people.project(PROJECT_ID)).toBeNull();
      expect(await store.people.findKey(value)).toBeNull();
      expect((await store.accounts.findSession("here"))?.memberships).toEqual([]);
      while ((await store.watch.prune(100)) > 0);
      await store.watch.prune(100);
      expect(await stage.claim()).toEqual([]);
      expect(await store.topics.list(PROJECT_ID)).toEqual([]);
      // Its value is free again, and so would be its slug.
      const other = await newProject(stage, olga.id);
      const made = await store.people.createKey({ projectId: other, kind: "write", name: "k", value }, "ann");
      expect(made).toMatchObject({ projectId: other });
      expect(await store.people.findKey(value)).toMatchObject({ projectId: other });
    }),
  );

  describe("two processes", () => {
    it(
      "that let the last two owners go at once keep one",
      onStage(async (stage) => {
        const { store, faults } = stage;
        const [olga, bob] = [await newAccount(stage, "olga"), await newAccount(stage, "bob")];
        for (const { id } of [olga, bob]) await join(stage, PROJECT_ID, id, "owner");
        const leave = (accountId: string) =>
          store.accounts.removeMember({ projectId: PROJECT_ID, accountId, role: "owner" }, ANN);
        faults.meanwhile(
          ({ sk }) => sk === "MEMBERS",
          async () => expect(await leave(bob.id)).toBe("removed"),
        );
        expect(await leave(olga.id)).toBe("last-owner");
        expect((await store.accounts.members(PROJECT_ID)).map(({ name }) => name)).toEqual(["olga"]);
      }),
    );

    it(
      "of which one ends all sessions while the other signs in leave none that is not told",
      onStage(async (stage) => {
        const { store, faults } = stage;
        const { id: accountId } = await newAccount(stage, "ann");
        const change = { accountId, passwordHash: "new", keepSessionId: null };
        faults.meanwhile(
          ({ sk }) => sk.startsWith("SESSION#"),
          () => store.accounts.setPassword(change, ANN),
        );
        await signIn(stage, accountId, "late");
        // It began anew after the password was changed: whoever signed in knew the new one or shows up in the list.
        expect(await store.accounts.sessions(accountId)).toHaveLength(1);
        expect(await store.accounts.findSession("late")).not.toBeNull();
      }),
    );

    it(
      "that note the use of a key and revoke it leave it revoked",
      onStage(async (stage) => {
        const { store, faults } = stage;
        const value = "a-key-that-is-revoked-0123456789";
        const key = { projectId: PROJECT_ID, kind: "read", name: "k", value } as const;
        const made = await store.people.createKey(key, "ann");
        if (made === "taken") throw new Error("the value is taken");
        faults.meanwhile(
          ({ sk }) => sk === `KEY#${made.id}`,
          () => store.people.revokeKey(PROJECT_ID, made.id, "ann"),
        );
        // Found before it was revoked; the next one who shows it finds nothing.
        expect(await store.people.findKey(value)).toMatchObject({ id: made.id });
        expect(await store.people.findKey(value)).toBeNull();
      }),
    );
  });
});

async function newAccount({ store }: Stage, name: string): Promise<Account> {
  await store.accounts.setSignUp("open", ANN);
  const outcome = await store.accounts.create({
    account: { accountId: newId(), email: `${name}@example.org`, name, passwordHash: "hash" },
    entrance: { by: "open" },
    project: null,
    topics: [],
    from: "192.0.2.1",
  });
  if (outcome.kind !== "created") throw new Error(outcome.kind);
  return outcome.account;
}

async function newProject({ store }: Stage, ownerId: string): Promise<string> {
  const projectId = newId();
  const topics = [{ projectId, channel: "default", topic: "alerts", integrations: [integration()] }];
  await store.accounts.createProject({ projectId, name: projectId, timezone: "UTC", topics }, ownerId, ANN);
  return projectId;
}

async function join(
  { store }: Stage,
  projectId: string,
  accountId: string,
  role: "owner" | "member" = "member",
): Promise<void> {
  const value = newId();
  await store.accounts.createInvite({ projectId, value, role, email: null }, ANN);
  await store.accounts.acceptInvite(value, accountId, ANN);
}

async function signIn({ store }: Stage, accountId: string, value: string) {
  const where = { address: "192.0.2.1", userAgent: "Firefox" };
  return await store.accounts.createSession({ value, accountId, state: "signed-in", ...where });
}

function service(id: string): MonitorToBring {
  const imported = { id, lastPingAt: null };
  return {
    seed: seed(newId(), { name: id }, { door: "missme", doorKey: id, imported }),
    key: { name: id, value: `key-of-${id}-0123456789` },
  };
}

async function pulse({ store }: Stage, name: string): Promise<void> {
  const doorKey = JSON.stringify([name]);
  const address = { by: "door", projectId: PROJECT_ID, door: "heartbeat", doorKey } as const;
  const createIfMissing = seed(newId(), { name }, { door: "heartbeat", doorKey });
  await store.watch.change([{ address, signal: pingSignal("success"), createIfMissing }]);
}
