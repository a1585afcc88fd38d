import { expect, it } from "vitest";
import type { MonitorRow } from "../../api/monitors.ts";
import { countByStatus, filterRows, rowsAt, tagsOf } from "./monitor-rows.ts";

const NOW = Date.parse("2026-03-04T12:00:00Z");

function row(name: string, rest: Partial<MonitorRow> = {}): MonitorRow {
  return {
    id: name,
    name,
    slug: null,
    kind: "heartbeat",
    door: null,
    tags: [],
    topics: ["default+alerts"],
    status: "up",
    statusSince: "2026-03-04T00:00:00Z",
    severity: "error",
    source: null,
    scheduleText: "every day",
    timezone: null,
    started: false,
    lastPingAt: null,
    lastDurationMs: null,
    expectedAt: null,
    deadlineAt: null,
    nextProbeAt: null,
    acknowledgedAt: null,
    ...rest,
  };
}

const names = (rows: readonly MonitorRow[]) => rows.map(({ name }) => name);

it("a monitor turns late at the instant it was expected, without a word from the server", () => {
  const rows = [
    row("due", { expectedAt: "2026-03-04T12:00:00Z" }),
    row("not yet", { expectedAt: "2026-03-04T12:00:01Z" }),
    row("paused", { status: "paused", expectedAt: "2026-03-04T11:00:00Z" }),
    row("an alarm that is over", { kind: "alarm", expectedAt: "2026-03-04T11:00:00Z" }),
  ];
  expect(rowsAt(rows, NOW).map(({ status }) => status)).toEqual(["late", "up", "paused", "up"]);
  expect(rowsAt(rows, NOW - 1)).toBe(rows);
});

it("filters narrow each other down; several statuses are any of them, several tags all of them", () => {
  const rows = [
    row("Nightly backup", { tags: ["db", "prod"], status: "down" }),
    row("Shop", { kind: "probe", tags: ["prod"], status: "late" }),
    row("Invoices", { door: "missme", tags: ["db"], topics: ["ops+night"] }),
  ];
  expect(names(filterRows(rows, {}))).toEqual(["Nightly backup", "Shop", "Invoices"]);
  expect(names(filterRows(rows, { statuses: ["down", "late"] }))).toEqual(["Nightly backup", "Shop"]);
  expect(names(filterRows(rows, { statuses: ["down", "late"], tags: ["db", "prod"] }))).toEqual(["Nightly backup"]);
  expect(names(filterRows(rows, { kind: "heartbeat" }))).toEqual(["Nightly backup"]);
  expect(names(filterRows(rows, { kind: "service" }))).toEqual(["Invoices"]);
});

it("text is looked for word by word, whatever its case, in name, slug, tags and topics", () => {
  const rows = [row("Nightly backup", { slug: "nb-1", tags: ["db"] }), row("Shop", { topics: ["ops+night"] })];
  expect(names(filterRows(rows, { text: "NIGHT" }))).toEqual(["Nightly backup", "Shop"]);
  expect(names(filterRows(rows, { text: " db backup " }))).toEqual(["Nightly backup"]);
  expect(names(filterRows(rows, { text: "nb-1" }))).toEqual(["Nightly backup"]);
  expect(names(filterRows(rows, { text: "backup shop" }))).toEqual([]);
});

it("counts and tags are those of all rows", () => {
  const rows = [row("a", { tags: ["z", "b"] }), row("b", { tags: ["b"], status: "down" })];
  expect(countByStatus(rows)).toEqual({ down: 1, late: 0, new: 0, up: 1, paused: 0 });
  expect(tagsOf(rows)).toEqual(["b", "z"]);
});
