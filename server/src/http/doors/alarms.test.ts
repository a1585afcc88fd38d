import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlarmStage, createAlarmStage } from "../../../test/alarm-stage.ts";

let stage: AlarmStage;
beforeEach(async () => {
  stage = await createAlarmStage();
});
afterEach(() => stage.close());

const backup = (more: object = {}): string =>
  JSON.stringify({
    status: "firing",
    key: "backup/db1",
    title: "Backup failed",
    message: "exit 2",
    severity: "critical",
    labels: { env: "prod" },
    ...more,
  });

describe("the life of an alarm", () => {
  it("fires, changes, resolves, and is told once each time", async () => {
    expect(await stage.post("generic", backup())).toEqual({ status: 200, body: { reports: 1, repeated: 0 } });
    expect(await stage.told()).toEqual([expect.stringMatching(/FIRING, critical: Backup failed/)]);
    await stage.post("generic", backup({ message: "exit 2 again" }));
    expect(await stage.told()).toEqual([]);
    await stage.post("generic", backup({ severity: "warning" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/STILL FIRING, now warning: Backup failed/)]);
    expect(await stage.alarms()).toMatchObject([{ name: "Backup failed", status: "down", severity: "warning" }]);
    await stage.post("generic", backup({ status: "resolved" }));
    expect(await stage.told()).toEqual([expect.stringMatching(/RESOLVED, was warning: Backup failed/)]);
    expect(await stage.alarms()).toMatchObject([{ status: "up" }]);
  });
});
