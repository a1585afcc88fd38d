import { describe, expect, it } from "vitest";
import type { StoredStatus } from "../model/index.ts";
import { outagesOf } from "./outages.ts";

const MINUTE = 60_000;
type To = readonly [minute: number, to: StoredStatus, openedAt?: number];

/** The outages of a monitor that was `first`, and became at each minute what is told. */
function outages(first: StoredStatus, ...changes: readonly To[]) {
  const from = [first, ...changes.map(([, to]) => to)];
  const log = changes.map(([minute, to, openedAt], index) => ({
    at: minute * MINUTE,
    from: from[index] ?? first,
    to,
    incidentOpenedAt: openedAt === undefined ? null : openedAt * MINUTE,
  }));
  const [lastAt, status] = [log.at(-1)?.at ?? 0, from.at(-1) ?? first];
  return outagesOf(log, { status, statusSinceAt: lastAt, incident: null }).map(({ fromAt, toAt, endedBy }) => [
    fromAt / MINUTE,
    toAt === null ? null : toAt / MINUTE,
    endedBy,
  ]);
}

describe("the outages that changes tell", () => {
  it.each<[string, ReturnType<typeof outages>, unknown]>([
    ["none for a monitor that was up all the time", outages("up"), []],
    ["one from down to up", outages("up", [1, "down", 1], [5, "up", 1]), [[1, 5, "up"]]],
    ["one that lasts", outages("up", [1, "down", 1]), [[1, null, null]]],
    ["one that a pause ended", outages("up", [1, "down", 1], [2, "paused", 1]), [[1, 2, "paused"]]],
    ["one although its severity changed", outages("up", [1, "down", 1], [3, "down", 1], [4, "up", 1]), [[1, 4, "up"]]],
    ["one that began before the first change that is kept", outages("down", [4, "up", -9]), [[-9, 4, "up"]]],
    ["one that began before, and whose severity changed since", outages("down", [4, "down", -9]), [[-9, null, null]]],
    [
      "two in their order",
      outages("new", [1, "down", 1], [2, "up", 1], [5, "down", 5], [6, "new", 5]),
      [
        [1, 2, "up"],
        [5, 6, "new"],
      ],
    ],
  ])("%s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  it("one that began before all that is kept is told by the incident that is open", () => {
    const incident = { n: 1, openedAt: 3 * MINUTE, acknowledgedAt: null, acknowledgedBy: null };
    const state = { status: "down", statusSinceAt: 5 * MINUTE, incident } as const;
    expect(outagesOf([], state)).toEqual([{ fromAt: 3 * MINUTE, toAt: null, endedBy: null }]);
  });
});
