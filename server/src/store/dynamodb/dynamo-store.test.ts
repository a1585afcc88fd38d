import { afterAll, describe } from "vitest";
import { testStore } from "../../../test/contracts/store.ts";
import { dynamoMissing, onceStarted, openDynamoStage } from "../../../test/dynamo-stage.ts";

const missing = dynamoMissing();

describe.skipIf(missing !== null)(`DynamoDB's emulator${missing ? ` (skipped: ${missing})` : ""}`, () => {
  const emulator = onceStarted();
  afterAll(() => emulator.close());
  testStore({
    name: "DynamoDB",
    hasFakeClock: true,
    open: async (options) => await openDynamoStage(await emulator.get(), options),
  });
});
