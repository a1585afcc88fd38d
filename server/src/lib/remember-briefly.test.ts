import { describe, expect, it } from "vitest";
import { rememberBriefly } from "./remember-briefly.ts";

/** A loader that counts, on a clock that is set by hand. */
function stage(options: { readonly most?: number; readonly takesMs?: number; readonly missing?: string } = {}) {
  const clock = { now: 1_000 };
  const loaded: string[] = [];
  const load = async (key: string): Promise<string | null> => {
    loaded.push(key);
    if (key === "broken") throw new Error("the store is away");
    await Promise.resolve();
    clock.now += options.takesMs ?? 0;
    return key === options.missing ? null : `${key} ${loaded.length}`;
  };
  const get = rememberBriefly(load, { forMs: 5_000, most: options.most ?? 10, now: () => clock.now });
  return { clock, loaded, get };
}

describe("what is remembered briefly", () => {
  it("is loaded once for all who ask in time, and anew after that", async () => {
    const { clock, loaded, get } = stage();
    expect(await Promise.all([get("a"), get("a"), get("a")])).toEqual(["a 1", "a 1", "a 1"]);
    clock.now += 4_999;
    expect(await get("a")).toBe("a 1");
    clock.now += 1;
    expect(await get("a")).toBe("a 2");
    expect(loaded).toEqual(["a", "a"]);
  });

  it("is remembered longer when it takes long, a minute at most", async () => {
    const slow = stage({ takesMs: 1_000 });
    await slow.get("a");
    slow.clock.now += 19_999;
    await slow.get("a");
    expect(slow.loaded).toHaveLength(1);
    const slowest = stage({ takesMs: 10_000 });
    await slowest.get("a");
    slowest.clock.now += 60_000;
    await slowest.get("a");
    expect(slowest.loaded).toHaveLength(2);
  });

  it("is nothing that was not found or could not be loaded", async () => {
    const { loaded, get } = stage({ missing: "x" });
    expect([await get("x"), await get("x")]).toEqual([null, null]);
    await expect(get("broken")).rejects.toThrow("away");
    await expect(get("broken")).rejects.toThrow("away");
    expect(loaded).toEqual(["x", "x", "broken", "broken"]);
  });

  it("takes no more room than it may: the oldest goes first", async () => {
    const { loaded, get } = stage({ most: 2 });
    for (const key of ["a", "b", "c", "c", "b", "a"]) await get(key);
    expect(loaded).toEqual(["a", "b", "c", "a"]);
  });
});
