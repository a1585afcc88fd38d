import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployCalls, destroyCalls } from "./cdk-arguments.ts";
import { synthesize } from "./test/synthesize.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/aws.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));
const { template } = synthesize();

/** The commands of this package that the page shows: the script, and what is handed to it. */
const commands = [...page.matchAll(/npm run (\S+) --prefix deploy\/aws(?: -- ([^\n`]*))?/g)].map(
  ([, script = "", rest = ""]) => ({ script, args: rest.split(" ").filter((word) => word !== "") }),
);

describe("docs/aws.md", () => {
  it("shows commands that there are", () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.map(({ script }) => script).filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it("shows options that are taken", () => {
    const calls = { deploy: deployCalls, destroy: destroyCalls };
    const wanted = commands.filter(({ script }) => script in calls);
    expect(wanted.length).toBeGreaterThan(4);
    for (const { script, args } of wanted) {
      expect([args, calls[script as keyof typeof calls](args).kind]).toEqual([args, "calls"]);
    }
  });

  it("shows the outputs of the stack, in the order of the CDK", () => {
    const shown = [...page.matchAll(/^Watchbell\.(\w+) = /gm)].map(([, name]) => name);
    const always = Object.entries(template.findOutputs("*")).filter(([, { Condition }]) => Condition === undefined);
    expect(shown).toEqual(always.map(([name]) => name).sort());
  });

  it("explains every alarm", () => {
    const alarms = Object.keys(template.findResources("AWS::CloudWatch::Alarm"));
    const names = alarms.map((name) => name.replace(/[0-9A-F]{8}$/, ""));
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
