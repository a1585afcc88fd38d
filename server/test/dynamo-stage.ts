import { type DynamoStoreOptions, openDynamoStore } from "../src/store/dynamodb/dynamo-store.ts";
import type { Store } from "../src/store/ports.ts";
import type { OpenStore } from "./contracts/store/stage.ts";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "./dynamodb/emulator.ts";
import { createFakeClock } from "./fake-clock.ts";
import { TEST_MASTER_KEY } from "./sqlite-stage.ts";

const TEST_START_AT = Date.UTC(2026, 2, 1, 12);

/** Why there is no DynamoDB to test on; null when there is one. */
export function dynamoMissing(): string | null {
  const search = findDynamoEmulator();
  return search.kind === "missing" ? search.reason : null;
}

/** A DynamoDB store with its table. */
export interface DynamoStage extends OpenStore {
  readonly table: string;
  /** Another function on the same table, which the caller closes; its clock may differ. */
  another(skewMs?: number): Promise<Store>;
}

/** Opens an empty DynamoDB store on a table of its own, on a fake clock. */
export async function openDynamoStage(
  emulator: DynamoEmulator,
  options: Partial<DynamoStoreOptions> = {},
): Promise<DynamoStage> {
  const clock = createFakeClock(TEST_START_AT);
  const table = await emulator.createTable();
  const common = {
    table,
    client: emulator.client,
    masterKey: TEST_MASTER_KEY,
    baseUrl: "https://watchbell.test",
  };
  const open = () => openDynamoStore({ ...common, ...options }, clock.now);
  let store = await open();
  return {
    store,
    clock,
    table,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    another: (skewMs = 0) => openDynamoStore(common, () => clock.now() + skewMs),
    close: () => store.close(),
  };
}

/** Starts the emulator of a test file when it is first asked for. */
export function onceStarted(): { get(): Promise<DynamoEmulator>; close(): Promise<void> } {
  let starting: Promise<DynamoEmulator> | null = null;
  return {
    get: () => (starting ??= startDynamoEmulator()),
    close: async () => await (await starting)?.close(),
  };
}
