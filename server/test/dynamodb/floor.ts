import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createVault } from "../../src/lib/vault.ts";
import type { DynamoDeps } from "../../src/store/dynamodb/deps.ts";
import { createMonitorCache } from "../../src/store/dynamodb/monitor-item.ts";
import { createSdkPort } from "../../src/store/dynamodb/sdk-port.ts";
import { createSequence } from "../../src/store/dynamodb/sequence.ts";
import { TEST_MASTER_KEY } from "../sqlite-stage.ts";
import type { DynamoEmulator } from "./emulator.ts";

/** What the DynamoDB store works with, on an empty table of an emulator. */
export async function openDynamoFloor(emulator: DynamoEmulator, change: Partial<DynamoDeps> = {}): Promise<DynamoDeps> {
  return {
    port: createSdkPort({ table: await emulator.createTable(), client: emulator.client, pause }),
    vault: createVault(TEST_MASTER_KEY),
    now: () => Date.UTC(2026, 2, 1, 12),
    pause,
    sequence: createSequence(randomInt),
    newMark: () => randomInt(2 ** 48 - 1),
    monitors: createMonitorCache(),
    gaps: { current: [] },
    baseUrl: "https://watchbell.test",
    maxSelfMadeMonitors: 10_000,
    keepPings: true,
    onDue: () => {},
    ...change,
  };
}
