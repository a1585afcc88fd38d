import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createStage,
  deliveredWith,
  integration,
  only,
  PING_KEY,
  PROJECT_ID,
  WRITE_KEY,
} from "../../../test/contracts/store/stage.ts";
import { openSqliteStage, type SqliteStage } from "../../../test/sqlite-stage.ts";
import { KEY_KINDS, NO_ALARM_OPTIONS } from "../../model/index.ts";

/** The bytes of the database and of all that lies beside it, also what was deleted and not overwritten yet. */
function bytesOf({ path }: SqliteStage): string {
  const folder = dirname(path);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString("latin1"))
    .join("");
}

describe("secrets", () => {
  it("are in no byte of the database's files: keys, hashes, credentials, old and new", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    const { alarms, people, topics, outbox } = stage.store;
    const secrets = [WRITE_KEY, PING_KEY];
    for (const kind of KEY_KINDS) {
      const value = `secret-value-of-${kind}`;
      await people.createKey({ projectId: PROJECT_ID, kind, name: kind, value }, "ann");
      secrets.push(value);
    }
    const put = await topics.put(
      {
        projectId: PROJECT_ID,
        channel: "team",
        topic: "ops",
        hash: "secret-hash-one",
        integrations: [integration({ credentials: { token: "secret-token-one" } })],
      },
      "ann",
    );
    const topic = put.kind === "put" ? put.topic : stage.topic;
    const rotated = await topics.rotateHash(topic.id, "ann");
    await stage.publish(topic);
    const { leaseId } = only(await stage.claim());
    await outbox.settle(leaseId, deliveredWith({ newCredentials: { token: "secret-token-two" } }));
    const signature = {
      header: "X-Signature",
      timestampHeader: null,
      sealed: await stage.store.seal("secret-to-sign"),
    };
    const options = { ...NO_ALARM_OPTIONS, signature };
    const alarmToken = { projectId: PROJECT_ID, topicId: topic.id, name: "signed", allow: [], options };
    await alarms.createToken({ ...alarmToken, value: "wba_secret-value" }, "ann");
    expect((await alarms.findToken("wba_secret-value"))?.signingSecret).toBe("secret-to-sign");
    secrets.push("secret-to-sign", "wba_secret-value");
    secrets.push("secret-hash-one", "secret-token-one", "secret-token-two", rotated);
    expect(await topics.credentials(only(topic.integrations).id)).toEqual({ token: "secret-token-two" });
    const bytes = bytesOf(sqlite);
    expect(bytes).toContain("SQLite format 3");
    for (const secret of secrets) expect(bytes.includes(secret), secret).toBe(false);
    await sqlite.close();
  });

  it("of accounts are in no byte either: sessions, links, invitations, what waits for them, and who tried to log in", async () => {
    const sqlite = await openSqliteStage();
    const { accounts } = (await createStage(sqlite)).store;
    const link = { accountId: null, lifetimeMs: null, replaces: false };
    await accounts.putToken({ purpose: "set-up", value: "secret-link", payload: null, ...link });
    await accounts.putToken({
      purpose: "oidc",
      value: "secret-state",
      payload: { verifier: "secret-verifier" },
      ...link,
    });
    const account = { accountId: "olga", email: "olga@example.org", name: "Olga", passwordHash: null };
    const entrance = { by: "set-up", token: "secret-link" } as const;
    await accounts.create({ account, entrance, project: null, topics: [], from: "" });
    const session = { accountId: "olga", state: "second-factor", address: "", userAgent: "" } as const;
    await accounts.createSession({ value: "secret-half", ...session });
    await accounts.completeSession("secret-half", "secret-cookie");
    await accounts.createInvite({ projectId: PROJECT_ID, value: "secret-invite", role: "member", email: null }, "ann");
    await accounts.takeTry([{ of: "log-in e-mail secret@example.org", tries: 5, perMs: 1_000 }]);
    expect((await accounts.findToken("oidc", "secret-state"))?.payload).toEqual({ verifier: "secret-verifier" });
    const bytes = bytesOf(sqlite);
    expect(bytes).toContain("olga@example.org");
    expect(bytes).not.toMatch(/secret-(?:link|state|verifier|half|cookie|invite)|secret@example/);
    await sqlite.close();
  });

  it("that cannot be opened give up their own integration, with the reason, and hold up no other", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    const broken = await stage.putTopic("broken", [{ name: "broken" }]);
    await stage.publish(broken);
    await stage.publish(stage.topic);
    sqlite.raw((db) => db.exec("update integrations set credentials = 'damaged' where name = 'broken'"));
    expect((await stage.claim()).map(({ message }) => message.integrationName)).toEqual(["first"]);
    const found = await stage.store.topics.get(PROJECT_ID, "team", "broken");
    expect(found?.integrations[0]?.suspended?.reason).toContain("credentials cannot be read");
    expect(await stage.claim()).toEqual([]);
    await stage.putTopic("broken", [{ name: "broken", credentials: { url: "https://example.org/again" } }]);
    expect((await stage.claim()).map(({ message }) => message.integrationName)).toEqual(["broken"]);
    await sqlite.close();
  });
});
