import { describe, expect, it } from "vitest";
import { parseRelaySettings, type RelaySettings } from "./relay-settings.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const SLACK = "https://hooks.slack.com/services/T000/B000/s3cret";
const GOOD = { WATCHBELL_RELAY_TO: SLACK, WATCHBELL_RELAY_TOKEN: TOKEN };

function parse(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  return parseRelaySettings({
    env,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("no"), { code: "ENOENT" });
      return text;
    },
  });
}

function read(env: Readonly<Record<string, string>>, files?: Readonly<Record<string, string>>): RelaySettings {
  const parsed = parse(env, files);
  if (parsed.kind === "problems") throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parse(env);
  return parsed.kind === "ok" ? [] : parsed.problems.map(({ setting, message }) => `${setting}: ${message}`);
}

describe("the settings of the relay", () => {
  it("need a target and a token, and nothing more", () => {
    expect(read(GOOD)).toEqual({ target: { kind: "slack", url: SLACK }, token: TOKEN, allow: [], timezone: "UTC" });
    expect(problemsOf({})).toEqual(["WATCHBELL_RELAY_TO: It is not set.", "WATCHBELL_RELAY_TOKEN: It is not set."]);
  });

  it.each([
    ["https://watch.example.org/v1/alarms/cloudmonitor/wba_abc", "watchbell"],
    ["https://watch.example.org/prefix/v1/alarms/cloudmonitor/wba_abc/", "watchbell"],
    ["http://127.0.0.1:7200/v1/alarms/cloudmonitor/wba_abc", "watchbell"],
    ["https://watch.example.org/v1/alarms/", "slack"],
    ["https://chat.example.org/hooks/abc", "slack"],
  ])("know by the address %s that it leads to a %s", (url, kind) => {
    expect(read({ ...GOOD, WATCHBELL_RELAY_TO: url }).target).toEqual({ kind, url });
  });

  it.each([
    ["hooks.slack.com/services/x", "It is no URL."],
    ["http://hooks.slack.com/services/x", "It does not begin with https://."],
    ["ftp://hooks.slack.com/services/x", "It does not begin with https://."],
    ["https://ann:s3same@chat.example.org/hooks/x", "It holds a user name or a password."],
    ["https://chat.example.org/hooks/x#here", "It has a fragment, the part that begins with #."],
    ["https://hooks.slack.com", "It is the address of a host alone."],
  ])("refuse %s, and repeat none of it", (url, message) => {
    expect(problemsOf({ ...GOOD, WATCHBELL_RELAY_TO: url })).toEqual([`WATCHBELL_RELAY_TO: ${message}`]);
  });

  it("want a token that nobody can guess and that a path can hold", () => {
    const [short, odd] = ["tooshort", `${TOKEN}/x y`].map((token) =>
      problemsOf({ ...GOOD, WATCHBELL_RELAY_TOKEN: token }),
    );
    expect(short).toEqual(["WATCHBELL_RELAY_TOKEN: It has 8 characters; at least 32 are needed."]);
    expect(odd).toEqual([expect.stringContaining("others than letters, digits, _ and -.")]);
    expect(String(odd)).not.toContain("x y");
  });

  it("take secrets from files", () => {
    const files = { "/run/to": `${SLACK}\n`, "/run/token": `${TOKEN}\n` };
    const env = { WATCHBELL_RELAY_TO_FILE: "/run/to", WATCHBELL_RELAY_TOKEN_FILE: "/run/token" };
    expect(read(env, files)).toMatchObject({ target: { url: SLACK }, token: TOKEN });
    expect(problemsOf({ ...GOOD, WATCHBELL_RELAY_TO_FILE: "/gone", WATCHBELL_RELAY_TO: "" })).toEqual([
      "WATCHBELL_RELAY_TO_FILE: The file /gone does not exist.",
    ]);
    expect(problemsOf({ ...GOOD, WATCHBELL_RELAY_TO_FILE: "/run/to" })).toEqual([
      "WATCHBELL_RELAY_TO: Both WATCHBELL_RELAY_TO and WATCHBELL_RELAY_TO_FILE are set.",
    ]);
  });

  it("narrow the callers, and tell local times in a zone", () => {
    const env = {
      ...GOOD,
      WATCHBELL_RELAY_ALLOW: "47.74.206.0/26, 8.222.159.116",
      WATCHBELL_RELAY_TIMEZONE: "Asia/Singapore",
    };
    expect(read(env)).toMatchObject({ allow: ["47.74.206.0/26", "8.222.159.116"], timezone: "Asia/Singapore" });
    expect(problemsOf({ ...env, WATCHBELL_RELAY_ALLOW: "47.74.206.0/40", WATCHBELL_RELAY_TIMEZONE: "Mars" })).toEqual([
      'WATCHBELL_RELAY_ALLOW: "47.74.206.0/40" is no address and no CIDR range.',
      'WATCHBELL_RELAY_TIMEZONE: "Mars" is no time zone.',
    ]);
  });

  it("refuse a typing error, which could open the function to all", () => {
    const parsed = parse({ ...GOOD, WATCHBELL_RELAY_ALLOWED: "47.74.206.0/26" });
    expect(parsed).toEqual({
      kind: "problems",
      problems: [
        {
          id: "unknown-setting",
          setting: "WATCHBELL_RELAY_ALLOWED",
          message: "The relay has no such setting.",
          hint: "Did you mean WATCHBELL_RELAY_ALLOW?",
        },
      ],
    });
  });
});
