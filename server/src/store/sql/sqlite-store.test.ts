import { testStore } from "../../../test/contracts/store.ts";
import { openSqliteStage } from "../../../test/sqlite-stage.ts";

testStore({ name: "SQLite in this thread", hasFakeClock: true, open: openSqliteStage });
