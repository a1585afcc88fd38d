import { expect, it } from "vitest";
import { patchMonitors } from "./apply-changes.ts";
import type { MonitorRow } from "./monitors.ts";

/** As much of a row as its place in the list depends on. */
const monitor = (id: string, name: string): MonitorRow => ({ id, name }) as MonitorRow;

it("a changed monitor takes its place, a deleted one leaves it, a new one comes where its name belongs", () => {
  const before = [monitor("a", "Apple"), monitor("b", "Backup"), monitor("d", "Disk")];
  const changed = new Map([
    ["a", null],
    ["b", monitor("b", "Backup of all")],
    ["c", monitor("c", "Cron")],
    ["gone", null],
  ]);
  expect(patchMonitors(before, changed).map(({ name }) => name)).toEqual(["Backup of all", "Cron", "Disk"]);
});
