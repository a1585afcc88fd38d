import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStore } from "../../../test/contracts/store.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const START_AT = Date.UTC(2026, 2, 1, 12);
const MASTER_KEY = new Uint8Array(32).fill(7);

testStore({
  name: "SQLite in this thread",
  hasFakeClock: true,
  async open(options) {
    const folder = mkdtempSync(join(tmpdir(), "watchbell-store-"));
    const clock = createFakeClock(START_AT);
    const openStore = () =>
      openSqliteStore(
        { path: join(folder, "watchbell.db"), masterKey: MASTER_KEY, baseUrl: "https://watchbell.test", ...options },
        clock.now,
      );
    let store = await openStore();
    return {
      store,
      clock,
      async reopen() {
        await store.close();
        store = await openStore();
        return store;
      },
      async close() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});
