import { describe, expect, it } from "vitest";
import { createStage, type Stage } from "../../../test/contracts/store/stage.ts";
import { BURSTS, type Player, playHistories, SKEWS_MS } from "../../../test/play-histories.ts";
import { openPostgresStage, type PostgresStage, postgresMissing } from "../../../test/postgres-stage.ts";

const missing = postgresMissing();
const SEEDS = Array.from({ length: 12 }, (_, n) => n + 1);

async function withPlayers(
  use: (postgres: PostgresStage, stage: Stage, players: readonly Player[]) => Promise<void>,
): Promise<void> {
  const postgres = await openPostgresStage();
  const players = await Promise.all(
    SKEWS_MS.map(async (skew): Promise<Player> => {
      const now = () => postgres.clock.now() + skew;
      return { store: await postgres.another({ now }), now };
    }),
  );
  try {
    await use(postgres, await createStage(postgres), players);
  } finally {
    await Promise.all(players.map(({ store }) => store.close()));
    await postgres.close();
  }
}

describe.skipIf(missing !== null)(`one monitor, from three processes${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it(`is judged as if one had waited for the other: ${SEEDS.length} histories of success, fail, start, pause, resume, configuration and time`, () =>
    withPlayers(async ({ clock }, stage, players) => {
      const overlapping = await playHistories({ stage, clock, players, seeds: SEEDS });
      expect(overlapping).toBeGreaterThan(SEEDS.length * BURSTS);
    }));
});
