import { describe, it, vi } from "vitest";
import { testStore } from "../../../test/contracts/store.ts";
import { openPostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";

// A thousand probes one after another are a thousand round trips.
vi.setConfig({ testTimeout: 60_000 });

const missing = postgresMissing();

if (missing === null) testStore({ name: "PostgreSQL", hasFakeClock: true, open: openPostgresStage });
else describe("the store on PostgreSQL", () => it.skip(`is not tested here: ${missing}`));
