import { expect, it } from "vitest";
import { findWebViolations } from "./web-imports.ts";

const judge = (path: string, source: string): readonly string[] =>
  findWebViolations([{ path: `web/src/${path}`, source }]).map(({ what }) => what);

it.each([
  ["a lower room", "pages/monitors/a.tsx", 'import { Button } from "../../ui/button.tsx";'],
  ["its own area", "pages/monitors/a.tsx", 'import { b } from "./b.ts";'],
  ["types of the API", "api/a.ts", 'import type { A } from "../../../server/src/http/monitors/schema.ts";'],
  ["a lazy page", "app/a.tsx", 'lazy(() => import("../pages/monitors/a.tsx"));'],
])("allows %s", (_what, path, source) => {
  expect(judge(path, source)).toEqual([]);
});

it.each([
  ["a higher room", "ui/a.tsx", 'import { b } from "../parts/b.tsx";', "higher up"],
  ["another area", "pages/monitors/a.tsx", 'import { b } from "../topics/b.tsx";', "web/src/parts"],
  ["a value of the server", "api/a.ts", 'import { A } from "../../../server/src/http/schema.ts";', "import type"],
  [
    "the server's model",
    "api/a.ts",
    'import type { A } from "../../../server/src/model/a.ts";',
    "only server/src/http",
  ],
  ["no room at all", "a.ts", 'import { b } from "./lib/b.ts";', "no known room"],
])("finds %s", (_what, path, source, expected) => {
  expect(judge(path, source)).toEqual([expect.stringContaining(expected)]);
});
