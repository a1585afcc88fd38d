import { describe, expect, it } from "vitest";
import { AppError, StoreUnavailable } from "../../model/index.ts";
import { asStoreError, guardPort } from "./unavailable.ts";

/** An error as node:sqlite throws it. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error("the engine's own words"), { errcode });
}

describe("asStoreError", () => {
  it.each([
    [5, "locked"],
    [8, "read-only"],
    [10, "disk reported an error"],
    [13, "full"],
    [14, "cannot be opened"],
    [26, "no database"],
    // Extended codes tell the primary one in their low byte.
    [778, "disk reported an error"],
    [261, "locked"],
  ])("takes SQLite's code %i as not now: %s", (code, text) => {
    const error = asStoreError(sqliteError(code));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain(text);
    expect(error).toMatchObject({ cause: { errcode: code } });
  });

  it("leaves bugs, refusals and what is no error as they are", () => {
    for (const thrown of [
      sqliteError(1),
      sqliteError(19),
      new TypeError("x"),
      new AppError("not_found", "x"),
      "text",
      null,
    ]) {
      expect(asStoreError(thrown)).toBe(thrown);
    }
  });
});

describe("guardPort", () => {
  it("tells apart what methods throw, also those that throw at once", async () => {
    const port = guardPort({
      name: "port",
      full: async () => {
        throw sqliteError(13);
      },
      atOnce: (): Promise<void> => {
        throw sqliteError(5);
      },
      fine: async (a: number, b: number) => a + b,
    });
    expect(port.name).toBe("port");
    await expect(port.full()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(port.atOnce()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await port.fine(1, 2)).toBe(3);
  });
});
