import { expect, it } from "vitest";
import { SOURCES } from "../../../web/src/pages/alarms/sources.ts";
import { createAlarmSources } from "../../src/signals/alarms/registry.ts";

it("the dashboard gives an address for every source of alarms", () => {
  const shown = SOURCES.map(({ name }) => name);
  expect(shown.toSorted((a, b) => a.localeCompare(b))).toEqual(
    [...createAlarmSources().keys()].toSorted((a, b) => a.localeCompare(b)),
  );
});
