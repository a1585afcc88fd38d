import { expect, it } from "vitest";
import { findLongFiles } from "./file-size.ts";

it("a long file needs a reason, and a reason needs a long file", () => {
  const sizes = new Map([
    ["short.ts", 250],
    ["long.ts", 251],
    ["table.ts", 900],
  ]);
  const reasons = { "table.ts": "One table.", "short.ts": "Was long.", "gone.ts": "Was there." };
  expect(findLongFiles(sizes, reasons).map(({ where }) => where)).toEqual(["long.ts", "short.ts", "gone.ts"]);
});
