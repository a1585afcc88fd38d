import { describe } from "vitest";
import { testStore } from "../../../test/contracts/store.ts";
import { openPostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";

const missing = postgresMissing();

describe.skipIf(missing !== null)(`real PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`, () => {
  testStore({ name: "PostgreSQL", hasFakeClock: true, open: openPostgresStage });
});
