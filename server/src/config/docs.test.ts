import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RELAY_VARIABLES } from "./relay-settings.ts";
import { CLIENT_VARIABLES, LAMBDA_VARIABLES, SETTING_NAMES, SETTING_RULES } from "./setting-rules.ts";

function page(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
}

/** A chapter of the page about the configuration. */
function chapter(title: string): string {
  return (
    page("configuration.md")
      .split(/^## /m)
      .find((text) => text.startsWith(`${title}\n`)) ?? ""
  );
}

describe("the page about the configuration", () => {
  it("lists every setting with its key in the file, in the order of the rules, and no other", () => {
    const rows = [...chapter("Settings").matchAll(/^\| `(WATCHBELL_\w+)` \| `(\w+)` \|/gm)];
    const listed = rows.map(([, variable, key]) => `${variable} ${key}`);
    expect(listed).toEqual(SETTING_NAMES.map((name) => `${SETTING_RULES[name].variable} ${name}`));
  });

  it("lists what the functions on AWS Lambda are told besides", () => {
    const rows = [...chapter("AWS Lambda").matchAll(/^\| `(WATCHBELL_\w+)` \|/gm)];
    expect(rows.map(([, variable]) => variable)).toEqual(Object.values(LAMBDA_VARIABLES));
  });
});

describe("the page about Alibaba Cloud", () => {
  it("lists every setting of the relay, and no other", () => {
    const rows = [...page("alibaba.md").matchAll(/^\| `(WATCHBELL_\w+)` \|/gm)].map(([, variable]) => variable);
    expect(rows).toEqual(Object.values(RELAY_VARIABLES));
    expect(page("configuration.md")).toContain(`\`${RELAY_VARIABLES.target}\``);
  });
});

describe("the page about the command line", () => {
  it("names every variable that the command line reads", () => {
    for (const variable of Object.values(CLIENT_VARIABLES)) expect(page("cli.md")).toContain(`\`${variable}\``);
  });
});
