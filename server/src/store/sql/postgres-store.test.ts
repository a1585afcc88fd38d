import { describe, vi } from "vitest";
import { testStore } from "../../../test/contracts/store.ts";
import { openPostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";

// A thousand probes one after another are a thousand round trips.
vi.setConfig({ testTimeout: 60_000 });

const missing = postgresMissing();

describe.skipIf(missing !== null)(`real PostgreSQL${missing ? ` (skipped: ${missing})` : ""}`, () => {
  testStore({ name: "PostgreSQL", hasFakeClock: true, open: openPostgresStage });
});
