import { describe, expect, it } from "vitest";
import type { PingKind } from "../model/index.ts";
import { runsOf } from "./runs.ts";

/** Pings in order, one a second: kind, and run id where it has one. */
function pings(...said: readonly (readonly [PingKind, string?])[]) {
  return said.map(([kind, runId = null], index) => ({
    n: index + 1,
    at: index * 1_000,
    kind,
    runId,
    exitStatus: null,
  }));
}

/** Runs in short, newest first: `success 0–1000`. */
function inShort(said: ReturnType<typeof pings>, openAt: number | null = null): readonly string[] {
  return runsOf(said, openAt).map(
    ({ outcome, startedAt, endedAt }) => `${outcome} ${startedAt ?? ""}–${endedAt ?? ""}`,
  );
}

describe("the runs of a monitor", () => {
  it.each<[string, ReturnType<typeof pings>, readonly string[]]>([
    ["a start and its end are a run", pings(["start"], ["success"]), ["success 0–1000"]],
    ["log lines and ignored pings end none", pings(["start"], ["log"], ["ignored"], ["fail"]), ["fail 0–3000"]],
    ["an end without a start is a run of unknown length", pings(["success"], ["fail"]), ["fail –1000", "success –0"]],
    [
      "runs that overlap are told apart by their ids",
      pings(["start", "a"], ["start", "b"], ["success", "a"], ["fail", "b"]),
      ["fail 1000–3000", "success 0–2000"],
    ],
    [
      "a second start leaves the first one unfinished",
      pings(["start"], ["start"], ["success"]),
      ["success 1000–2000", "unfinished 0–"],
    ],
    [
      "an end with another id ends nothing of it",
      pings(["start", "a"], ["success", "b"]),
      ["success –1000", "unfinished 0–"],
    ],
    ["nothing makes nothing", pings(), []],
  ])("%s", (_title, said, runs) => {
    expect(inShort(said)).toEqual(runs);
  });

  it("the start that the monitor waits for is running, others are not", () => {
    expect(inShort(pings(["start", "a"], ["start", "b"]), 1_000)).toEqual(["running 1000–", "unfinished 0–"]);
  });

  it("the order in which the pings are given does not matter", () => {
    const said = pings(["start"], ["success"], ["start"]);
    expect(runsOf(said.toReversed(), 2_000)).toEqual(runsOf(said, 2_000));
  });
});
