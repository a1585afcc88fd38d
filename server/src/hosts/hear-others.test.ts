import { describe, expect, it } from "vitest";
import type { Change } from "../actions/change-feed.ts";
import type { Uses } from "../lib/shared-buckets.ts";
import type { Doorbell } from "../store/ports.ts";
import { hearOthers, relayTo, ringOthers } from "./hear-others.ts";

/** Two processes, joined by a doorbell that is as fast as a call. */
function twoProcesses() {
  const heard: (readonly Change[] | "much" | "deliver" | Uses)[] = [];
  let tell: (words: readonly string[] | null) => void = () => {};
  const here: Doorbell = { say: (word) => tell([word]), onWords: () => {} };
  const there: Doorbell = {
    say: () => {},
    onWords: (hear) => {
      tell = hear;
    },
  };
  hearOthers(there, {
    changes: {
      hearFromElsewhere: (changes) => void (changes.length > 0 && heard.push(changes)),
      hearThatMuchChanged: () => void heard.push("much"),
    },
    limits: { hear: (uses) => void heard.push(uses) },
    ringDelivery: () => void heard.push("deliver"),
  });
  return { here, heard, tell: (words: readonly string[] | null) => tell(words) };
}

const CHANGE: Change = { projectId: "p", kind: "monitor", id: "m", status: "down" };

describe("what another process says", () => {
  it("arrives as the change that it was", () => {
    const { here, heard } = twoProcesses();
    relayTo(here)([CHANGE, { ...CHANGE, id: null, status: null }]);
    expect(heard).toEqual([[CHANGE], [{ ...CHANGE, id: null, status: null }]]);
  });

  it("wakes the delivery when messages may be due", () => {
    const { here, heard } = twoProcesses();
    ringOthers(here);
    expect(heard).toEqual(["deliver"]);
  });

  it("counts as much, and as messages to look for, when it could not be told in full", () => {
    const { heard, tell } = twoProcesses();
    tell(null);
    expect(heard).toEqual(["much", "deliver"]);
  });

  it("is what senders used up there", () => {
    const { heard, tell } = twoProcesses();
    tell(['{"uses":{"kabc":120}}', '{"uses":{"kabc":"much"}}', '{"moon":1}']);
    expect(heard).toEqual([{ kabc: 120 }]);
  });

  it("is left alone when a newer version says something that this one does not know", () => {
    const { heard, tell } = twoProcesses();
    tell(["dance", '["p","moon","m",null]', '["p"]']);
    expect(heard).toEqual([]);
  });
});
