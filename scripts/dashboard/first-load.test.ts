import { expect, it } from "vitest";
import { measureFirstLoad } from "./first-load.ts";

const manifest = {
  "index.html": { file: "entry.js", isEntry: true, imports: ["_react.js"], dynamicImports: ["list.tsx", "chart.tsx"] },
  "_react.js": { file: "react.js" },
  "list.tsx": { file: "list.js", imports: ["_react.js", "index.html"] },
  "chart.tsx": { file: "chart.js", imports: ["_plot.js"], dynamicImports: ["editor.tsx"] },
  "_plot.js": { file: "plot.js", imports: ["_react.js"] },
  "editor.tsx": { file: "editor.js" },
};
const sizes: Readonly<Record<string, number>> = {
  "entry.js": 100,
  "react.js": 60,
  "list.js": 20,
  "chart.js": 5,
  "plot.js": 22,
  "editor.js": 500,
};

it("the first load is the entry and the heaviest page with all they share counted once", () => {
  expect(measureFirstLoad(manifest, (file) => sizes[file] ?? 0)).toEqual({ bytes: 187, page: "chart.tsx" });
});

it("a build without an entry is no build", () => {
  expect(() => measureFirstLoad({}, () => 0)).toThrow("no entry");
});
