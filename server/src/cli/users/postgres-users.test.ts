import { expect, it, vi } from "vitest";
import { createDatabase, postgresMissing } from "../../../test/postgres-stage.ts";
import { cli } from "../../../test/run-cli.ts";
import { openPostgresStore } from "../../store/sql/postgres-store.ts";

// The first test that asks for PostgreSQL waits until it has started.
vi.setConfig({ testTimeout: 60_000 });

const SECRET = "a secret of more than thirty-two characters";
const missing = postgresMissing();

it("watchbell users works beside servers that share a PostgreSQL database", async (context) => {
  if (missing !== null) return context.skip(missing);
  const url = await createDatabase();
  const baseUrl = "https://watch.example.org";
  const masterKey = Buffer.from(SECRET, "utf8");
  const store = await openPostgresStore({ url, masterKey, baseUrl });
  try {
    const env = { WATCHBELL_DATABASE_URL: url, WATCHBELL_SECRET_KEY: SECRET, WATCHBELL_BASE_URL: baseUrl };
    const users = (...args: readonly string[]) => cli(["users", ...args], { env });
    const link = await users("set-up");
    expect(link).toMatchObject({ code: 0, err: "" });
    const token = new URL(link.out.trim()).searchParams.get("token") ?? "";
    const account = { accountId: "olga", email: "olga@example.org", name: "Olga", passwordHash: null };
    await store.accounts.create({ account, entrance: { by: "set-up", token }, project: null, topics: [], from: "" });
    expect((await users("list")).out).toContain("olga@example.org");
    expect(await users("reset", "olga@example.org")).toMatchObject({
      code: 0,
      out: expect.stringContaining("/reset?token="),
    });
  } finally {
    await store.close();
  }
});
