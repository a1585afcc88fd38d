import { describe, expect, it } from "vitest";
import { type ClientFlags, parseClientSettings } from "./parse-client-settings.ts";

function parse(env: Readonly<Record<string, string>>, flags: ClientFlags = {}) {
  const readFile = (path: string): string => {
    if (path === "/run/secrets/key") return "key-from-a-file\n";
    throw Object.assign(new Error("denied"), { code: "EACCES" });
  };
  return parseClientSettings({ env, readFile }, flags);
}

describe("parseClientSettings", () => {
  it("talks to this machine without a key unless told otherwise", () => {
    expect(parse({})).toEqual({
      kind: "ok",
      client: { url: "http://localhost:7200", apiKey: null, pingKey: null, topicHash: null },
    });
  });

  it("lets a flag win over the environment", () => {
    const parsed = parse(
      { WATCHBELL_URL: "http://a", WATCHBELL_API_KEY: "from-env" },
      { url: "http://b/", apiKey: "flag" },
    );
    expect(parsed).toMatchObject({ client: { url: "http://b", apiKey: "flag" } });
  });

  it("reads a key from a file", () => {
    expect(parse({ WATCHBELL_API_KEY_FILE: "/run/secrets/key" })).toMatchObject({
      client: { apiKey: "key-from-a-file" },
    });
  });

  it("lists all problems together and repeats no key", () => {
    const parsed = parse(
      { WATCHBELL_PING_KEY_FILE: "/other", WATCHBELL_TOPIC_HASH: "a", WATCHBELL_TOPIC_HASH_FILE: "b" },
      { url: "nowhere", apiKey: "hunter2 twice" },
    );
    expect(parsed).toMatchObject({
      kind: "problems",
      problems: [
        { id: "invalid-value", setting: "--url" },
        { id: "invalid-value", setting: "--key" },
        { id: "unreadable-file", setting: "WATCHBELL_PING_KEY_FILE" },
        { id: "set-twice", setting: "WATCHBELL_TOPIC_HASH" },
      ],
    });
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });
});
