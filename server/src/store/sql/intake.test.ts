import { describe, expect, it } from "vitest";
import { changed, createStage, TIME } from "../../../test/contracts/store/stage.ts";
import { HOUR, MINUTE, SECOND } from "../../../test/monitor-story.ts";
import { openSqliteStage } from "../../../test/sqlite-stage.ts";

describe("a host that stamps every 2 seconds", () => {
  it("knows before it judges that it was stopped, although the next stamp has not come", async () => {
    const sqlite = await openSqliteStage({ stampedByHost: true });
    const stage = await createStage(sqlite);
    const monitorId = await stage.monitor();
    await stage.ping(monitorId);
    stage.clock.advance(58 * MINUTE);
    await stage.store.watch.stampAlive({ starting: false });
    const fromAt = stage.clock.now();
    stage.clock.advance(10 * MINUTE);
    const [outcome] = await stage.store.watch.change([{ address: { by: "id", monitorId }, signal: TIME }]);
    expect(changed(outcome)).toMatchObject({ transitions: [], reason: { code: "held-for-gap" } });
    expect(await stage.store.watch.gaps()).toContainEqual({ fromAt, toAt: stage.clock.now() });
    expect(await stage.store.watch.stampAlive({ starting: false })).toBeNull();
    await sqlite.close();
  });

  it("tells its gaps right when they are asked for after a stop", async () => {
    const sqlite = await openSqliteStage({ stampedByHost: true });
    const stage = await createStage(sqlite);
    const fromAt = stage.clock.now();
    stage.clock.advance(3 * SECOND);
    expect(await stage.store.watch.gaps()).toEqual([]);
    stage.clock.advance(1);
    expect(await stage.store.watch.gaps()).toEqual([{ fromAt, toAt: fromAt + 3 * SECOND + 1 }]);
    await sqlite.close();
  });

  it("makes nothing of a clock that goes back", async () => {
    const sqlite = await openSqliteStage({ stampedByHost: true });
    const stage = await createStage(sqlite);
    stage.clock.set(stage.clock.now() - HOUR);
    await stage.ping(await stage.monitor());
    expect(await stage.store.watch.gaps()).toEqual([]);
    await sqlite.close();
  });
});

describe("a host that does not stamp", () => {
  it("has no gaps of its own: between two calls it was not away", async () => {
    const sqlite = await openSqliteStage();
    const stage = await createStage(sqlite);
    stage.clock.advance(HOUR);
    await stage.ping(await stage.monitor());
    expect(await stage.store.watch.gaps()).toEqual([]);
    await sqlite.close();
  });
});
