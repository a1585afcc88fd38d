import { describe, expect, it } from "vitest";
import { parseLambdaSettings } from "./parse-lambda-settings.ts";

const ENV = {
  WATCHBELL_TABLE: "watchbell",
  WATCHBELL_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/due",
  WATCHBELL_BASE_URL: "https://watch.example.org",
  WATCHBELL_SECRET_KEY: "k".repeat(32),
};

function parse(env: Record<string, string>) {
  const nothing = (): never => {
    throw Object.assign(new Error(), { code: "ENOENT" });
  };
  return parseLambdaSettings({ env, cwd: "/var/task", readFile: nothing });
}

/** The settings that something is wrong with. */
function wrong(env: Record<string, string>): readonly string[] {
  const parsed = parse(env);
  return parsed.kind === "ok" ? [] : parsed.problems.map(({ setting }) => setting);
}

describe("the settings on AWS Lambda", () => {
  it("are the server's and the names of a table and a queue; nobody's private network is reached", () => {
    const parsed = parse(ENV);
    expect(parsed).toMatchObject({
      kind: "ok",
      lambda: {
        table: "watchbell",
        queueUrl: ENV.WATCHBELL_QUEUE_URL,
        keepPings: true,
        settings: { baseUrl: "https://watch.example.org", outgoing: "public" },
      },
    });
  });

  it("may open private networks, and may keep no pings", () => {
    const parsed = parse({ ...ENV, WATCHBELL_OUTGOING: "private", WATCHBELL_KEEP_PINGS: "false" });
    expect(parsed).toMatchObject({ lambda: { keepPings: false, settings: { outgoing: "private" } } });
  });

  it("take the keys of the role from where AWS puts them", () => {
    const keys = { AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
    expect(parse({ ...ENV, ...keys })).toMatchObject({ lambda: { aws: null } });
    const aws = {
      region: "eu-central-1",
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: "secret",
      sessionToken: "token",
    };
    expect(parse({ ...ENV, ...keys, AWS_REGION: "eu-central-1" })).toMatchObject({ lambda: { aws } });
  });

  it("name everything that is missing at once", () => {
    expect(wrong({})).toEqual(["WATCHBELL_TABLE", "WATCHBELL_QUEUE_URL", "WATCHBELL_SECRET_KEY", "WATCHBELL_BASE_URL"]);
  });

  it.each([
    ["an ARN in place of a table's name", { WATCHBELL_TABLE: "arn:aws:dynamodb:eu-central-1:1:table/x" }],
    ["a queue without an address", { WATCHBELL_QUEUE_URL: "due" }],
    ["a word that is neither true nor false", { WATCHBELL_KEEP_PINGS: "maybe" }],
    ["another database", { WATCHBELL_DATABASE_URL: "postgres://db.example.org/watchbell" }],
    ["a configuration file", { WATCHBELL_CONFIG: "/etc/watchbell.yaml" }],
    ["a setting that there is not", { WATCHBELL_TABEL: "watchbell" }],
    ["a file that is not there", { WATCHBELL_KEEP_PINGS_FILE: "/nowhere" }],
  ])("refuse %s", (_what, change) => {
    expect(wrong({ ...ENV, ...change })).toEqual([
      expect.stringMatching(Object.keys(change)[0]?.replace("_FILE", "") ?? ""),
    ]);
  });

  it("never repeat a secret", () => {
    expect(JSON.stringify(parse({ ...ENV, WATCHBELL_SECRET_KEY: "hunter2" }))).not.toContain("hunter2");
  });
});
