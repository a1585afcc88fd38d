import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStage } from "../../../test/contracts/store/stage.ts";
import { dynamoMissing, openDynamoStage } from "../../../test/dynamo-stage.ts";
import { type DynamoEmulator, startDynamoEmulator } from "../../../test/dynamodb/emulator.ts";
import { BURSTS, type Player, playHistories, SKEWS_MS } from "../../../test/play-histories.ts";

const missing = dynamoMissing();
const SEEDS = Array.from({ length: 12 }, (_, n) => n + 1);

describe.skipIf(missing !== null)(`one monitor, from three functions${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let emulator: DynamoEmulator;
  beforeAll(async () => {
    emulator = await startDynamoEmulator();
  });
  afterAll(() => emulator.close());

  it(`is judged as if one had waited for the other: ${SEEDS.length} histories of success, fail, start, pause, resume, configuration and time`, async () => {
    const dynamo = await openDynamoStage(emulator);
    const { clock } = dynamo;
    const stage = await createStage(dynamo);
    const players = await Promise.all(
      SKEWS_MS.map(async (skew): Promise<Player> => {
        return { store: await dynamo.another(skew), now: () => clock.now() + skew };
      }),
    );
    const overlapping = await playHistories({ stage, clock, players, seeds: SEEDS });
    expect(overlapping).toBeGreaterThan(SEEDS.length * BURSTS);
    await Promise.all([...players.map(({ store }) => store.close()), dynamo.close()]);
  }, 120_000);
});
