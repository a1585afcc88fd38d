import { afterAll, describe, vi } from "vitest";
import { testStore } from "../../../test/contracts/store.ts";
import { dynamoMissing, onceStarted, openDynamoStage } from "../../../test/dynamo-stage.ts";

const missing = dynamoMissing();

// Thousands of monitors are thousands of transactions over a connection, on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(missing !== null)(`DynamoDB's emulator${missing ? ` (skipped: ${missing})` : ""}`, () => {
  const emulator = onceStarted();
  afterAll(() => emulator.close());
  testStore({
    name: "DynamoDB",
    hasFakeClock: true,
    skips: {
      "deletes no more pings at a time than it is told to, the oldest first, and says how many":
        "DynamoDB deletes old pings by itself, for nothing; readers leave them out at once (log-lines.ts)",
      "keep their newest 1,000 results":
        "each claim reads 64 shards, so that a thousand take a minute here; log-lines.test.ts counts without claims",
    },
    open: async (options) => await openDynamoStage(await emulator.get(), options),
  });
});
