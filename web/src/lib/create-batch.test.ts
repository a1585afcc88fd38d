import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBatch } from "./create-batch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asked = (most = 100) => {
  const ask = vi.fn<(ids: readonly string[]) => Promise<ReadonlyMap<string, string>>>(
    async (ids) => new Map(ids.filter((id) => id !== "gone").map((id) => [id, id])),
  );
  return { ask, batch: createBatch({ ask, waitMs: 50, most }) };
};

it("what is wanted within a moment is asked for together, and each gets its own", async () => {
  const { ask, batch } = asked();
  const answers = Promise.all([batch("a"), batch("b"), batch("a"), batch("gone")]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await answers).toEqual(["a", "b", "a", null]);
  expect(ask.mock.calls).toEqual([[["a", "b", "gone"]]]);
  const later = batch("c");
  await vi.advanceTimersByTimeAsync(50);
  expect(await later).toBe("c");
});

it("more than can be asked for at once is asked for in parts", async () => {
  const { ask, batch } = asked(2);
  const answers = Promise.all([batch("a"), batch("b"), batch("c")]);
  await vi.advanceTimersByTimeAsync(50);
  expect(await answers).toEqual(["a", "b", "c"]);
  expect(ask.mock.calls).toEqual([[["a", "b"]], [["c"]]]);
});

it("what nobody wants any more is not asked for", async () => {
  const { ask, batch } = asked();
  const scrolledAway = new AbortController();
  const gone = Promise.allSettled([batch("a", scrolledAway.signal)]);
  const stays = batch("b");
  scrolledAway.abort(new Error("away"));
  await vi.advanceTimersByTimeAsync(50);
  expect(await gone).toEqual([{ status: "rejected", reason: new Error("away") }]);
  expect(await stays).toBe("b");
  expect(ask.mock.calls).toEqual([[["b"]]]);
});

it("a failure is told to everybody who asked", async () => {
  const batch = createBatch<string>({ ask: () => Promise.reject(new Error("out")), waitMs: 50, most: 10 });
  const both = Promise.allSettled([batch("a"), batch("b")]);
  await vi.advanceTimersByTimeAsync(50);
  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
