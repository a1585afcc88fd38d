import pg from "pg";
import { describe, expect, it } from "vitest";
import { type RotationGround, testRotation } from "../../../test/contracts/rotation.ts";
import { createDatabase, openPostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";
import { TEST_MASTER_KEY } from "../../../test/sqlite-stage.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { rotateMasterKey } from "./rotate-master-key.ts";

const missing = postgresMissing();
const HASTE = { sleep: async () => {} };

async function openGround(): Promise<RotationGround> {
  const url = await createDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rowsOf = async (table: string) => [table, (await client.query(`select * from "${table}"`)).rows] as const;
  return {
    place: { engine: "postgres", url },
    open: (masterKey) => openPostgresStore({ url, masterKey, baseUrl: "https://watchbell.test", now: () => 0 }),
    async rows() {
      const { rows: tables } = await client.query<{ name: string }>(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
      );
      const found = [];
      for (const { name } of tables) found.push(await rowsOf(name));
      return new Map(found);
    },
    run: async (text) => void (await client.query(text)),
    close: () => client.end(),
  };
}

describe.skipIf(missing !== null)(
  `changing the master key on PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    testRotation(openGround);

    it("is refused while a server is connected, and the database is left open as it was", async () => {
      const { url, store, close, reopen } = await openPostgresStage();
      const place = { engine: "postgres", url } as const;
      const rotation = { oldKey: TEST_MASTER_KEY, newKey: new Uint8Array(32).fill(8), clock: HASTE };
      await expect(rotateMasterKey(place, rotation)).rejects.toMatchObject({ name: "ServersRunning" });
      await store.checkHealth();
      await reopen();
      await close();
    });
  },
);
