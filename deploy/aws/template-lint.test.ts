import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { synthesize } from "./test/synthesize.ts";

/** Amazon's own, in Python: knows the schema of each resource. The npm package of that name is another one. */
const PROGRAM = "cfn-lint";
/** It suggests to name what is deleted and replaced in one place; the CDK writes that to each resource. */
const NOT_ASKED = ["W3005"];

describe("the template", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-lint-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is what CloudFormation takes, says cfn-lint", ({ skip }) => {
    const { status, error } = spawnSync(PROGRAM, ["--version"]);
    if (error || status !== 0) skip("cfn-lint is not installed: `pip install cfn-lint` brings it.");
    const file = join(folder, "template.json");
    writeFileSync(file, JSON.stringify(synthesize().template.toJSON()));
    const run = spawnSync(PROGRAM, ["--ignore-checks", ...NOT_ASKED, "--", file], { encoding: "utf8" });
    expect(run.stdout + run.stderr).toBe("");
  });
});
