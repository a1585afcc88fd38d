import { describe, expect, it } from "vitest";
import { groupCommit } from "./group-commit.ts";

/** A run that waits until it is told to end, and remembers its batches. */
function heldRun() {
  const batches: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const run = async (items: readonly string[]): Promise<readonly string[]> => {
    batches.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => `${item} done`);
  };
  const endNext = async (): Promise<void> => {
    while (ends.length === 0) await nextTurn();
    ends.shift()?.();
  };
  return { run, batches, endNext };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("groupCommit", () => {
  it("hands what arrives in one turn to one run, in order, and gives each caller its own result", async () => {
    const { run, batches, endNext } = heldRun();
    const commit = groupCommit(run, 10);
    const calls = Promise.all(["a", "b", "c"].map(commit));
    await endNext();
    expect(await calls).toEqual(["a done", "b done", "c done"]);
    expect(batches).toEqual([["a", "b", "c"]]);
  });

  it("gathers what arrives while a run is in flight for the next one", async () => {
    const { run, batches, endNext } = heldRun();
    const commit = groupCommit(run, 10);
    const first = commit("a");
    while (batches.length === 0) await nextTurn();
    const later = [commit("b"), commit("c")];
    await endNext();
    expect(await first).toBe("a done");
    await endNext();
    expect(await Promise.all(later)).toEqual(["b done", "c done"]);
    expect(batches).toEqual([["a"], ["b", "c"]]);
  });

  it("never makes a batch larger than it may be", async () => {
    const batches: (readonly number[])[] = [];
    const commit = groupCommit(async (items: readonly number[]) => {
      batches.push(items);
      return items;
    }, 2);
    expect(await Promise.all([1, 2, 3, 4, 5].map(commit))).toEqual([1, 2, 3, 4, 5]);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("never runs two batches at a time", async () => {
    let running = 0;
    let most = 0;
    const commit = groupCommit(async (items: readonly number[]) => {
      most = Math.max(most, ++running);
      await nextTurn();
      running--;
      return items;
    }, 1);
    const calls = [commit(1), commit(2)];
    await nextTurn();
    calls.push(commit(3));
    await Promise.all(calls);
    expect(most).toBe(1);
  });

  it("fails every call of a batch that throws, and goes on with the next", async () => {
    const commit = groupCommit(async (items: readonly string[]) => {
      if (items.includes("bad")) throw new Error("the disk is full");
      return items;
    }, 2);
    const calls = ["good", "bad", "later"].map(commit);
    const [first, second, third] = await Promise.allSettled(calls);
    expect(first).toMatchObject({ status: "rejected", reason: { message: "the disk is full" } });
    expect(second).toMatchObject({ status: "rejected", reason: { message: "the disk is full" } });
    expect(third).toEqual({ status: "fulfilled", value: "later" });
    expect(await commit("after a rest")).toBe("after a rest");
  });

  it("fails the batch when its run forgets an answer, so that nobody takes silence for success", async () => {
    const commit = groupCommit(async (items: readonly string[]) => items.slice(1), 10);
    const outcomes = await Promise.allSettled([commit("a"), commit("b")]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
  });
});
