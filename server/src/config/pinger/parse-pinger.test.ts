import { describe, expect, it } from "vitest";
import { parseIni } from "./parse-ini.ts";
import { parsePinger } from "./parse-pinger.ts";
import { type PingerConfig, renderPingerProblem } from "./pinger-config.ts";

/** A file as people have it. */
const WHOLE = `# the pinger of the night jobs
[main]
interval = 60
error_interval: 300
debug = False
debug_now = no
greeting = Good morning; all # is well
only_log = false

[urls]
prod = http://db1.test/task, http://db2.test/task?x=1,
    https://ann:sesame@db3.test/
dev = http://localhost:8080/task

[slack]
url = https://slack.com/api/chat.postMessage
channel = #alerts
token = xoxb-1#2;3
user = Pinger
emoji = :bell:

[hipchat]
room = 42
auth = h1pchat
emoji = (success)

[sentry]
url = https://abc123@sentry.test/42

[token_auth]
url = https://login.test/token
username = ann@example.org
password = p=a:s#s
header = Authentication-Token
`;

function read(text: string): PingerConfig {
  const parsed = parsePinger(text);
  if (parsed.kind === "ok") return parsed.pinger;
  throw new Error(parsed.problems.map(renderPingerProblem).join("\n"));
}

function problemsOf(text: string): readonly string[] {
  const parsed = parsePinger(text);
  return parsed.kind === "ok" ? [] : parsed.problems.map(renderPingerProblem);
}

describe("a pinger.ini", () => {
  it("is read as Python reads it", () => {
    expect(read(WHOLE)).toEqual({
      intervalMs: 60_000,
      errorIntervalMs: 300_000,
      debug: false,
      debugNow: false,
      greeting: "Good morning; all # is well",
      onlyLog: false,
      urls: ["http://db1.test/task", "http://db2.test/task?x=1", "https://ann:sesame@db3.test/"],
      services: [
        {
          name: "slack",
          credentials: {
            token: "xoxb-1#2;3",
            channel: "#alerts",
            onRecovery: "post",
            apiUrl: "https://slack.com/api",
            username: "Pinger",
            icon: ":bell:",
          },
        },
        { name: "hipchat", credentials: { url: "https://api.hipchat.com", room: "42", token: "h1pchat" } },
        { name: "sentry", credentials: { dsn: "https://abc123@sentry.test/42" } },
      ],
      token: {
        kind: "login",
        header: "Authentication-Token",
        url: "https://login.test/token",
        username: "ann@example.org",
        password: "p=a:s#s",
        usernameField: "email",
        passwordField: "password",
        tokenField: null,
      },
    });
  });

  it("needs no more than one address", () => {
    expect(read("[urls]\nprod=http://a.test")).toMatchObject({
      intervalMs: 60_000,
      errorIntervalMs: 60_000,
      urls: ["http://a.test"],
      services: [],
      token: null,
      onlyLog: false,
    });
  });

  it("watches the dev addresses with debug", () => {
    const text = WHOLE.replace("debug = False", "debug = true");
    expect(read(text)).toMatchObject({ debug: true, urls: ["http://localhost:8080/task"] });
  });

  it("uses no service whose block is missing or empty", () => {
    const text =
      "[urls]\nprod=http://a.test\n[slack]\nurl = https://slack.com/api/chat.postMessage\ntoken =\n[sentry]\nurl=\n";
    expect(read(text).services).toEqual([]);
  });

  it("may have a token of its own", () => {
    const text = "[urls]\nprod=http://a.test\n[token_auth]\ntoken = abc\nheader = X-Auth\nurl = https://login.test";
    expect(read(text).token).toEqual({ kind: "static", header: "X-Auth", token: "abc" });
  });

  it.each([
    ["[main]\ninterval = 60", ["[urls] prod: It is missing or empty."]],
    ["[main]\ndebug = on\n[urls]\nprod = http://a.test", ["[urls] dev: It is missing or empty."]],
    ["[main]\ninterval = often\n[urls]\nprod = http://a.test", ['[main] interval, line 2: "often" is no number']],
    ["[main]\nonly_log = maybe\n[urls]\nprod = http://a.test", ['[main] only_log, line 2: "maybe" is neither']],
    ["[urls]\nprod = http://a.test, db2/task", ['[urls] prod, line 2: "db2/task" is no address.']],
    ["[urls]\nprod = http://a.test\n[slack]\ntoken = x", ["[slack] channel: It is missing"]],
    [
      "[urls]\nprod = http://a.test\n[slack]\ntoken = x\nchannel = c\nurl = https://hooks.test/1",
      ["[slack] url, line 6"],
    ],
    ["[urls]\nprod = http://a.test\n[hipchat]\nauth = x", ["[hipchat] room: It is missing"]],
    ["[urls]\nprod = http://a.test\n[sentry]\nurl = https://sentry.test", ["[sentry] url, line 4: It is no DSN."]],
    [
      "[urls]\nprod = http://a.test\n[token_auth]\nurl = https://l.test",
      ["[token_auth] username", "[token_auth] password"],
    ],
    ["prod = http://a.test", ["line 1: A line stands before", "[urls] prod: It is missing"]],
    ["[urls]\nprod = http://a.test\nnonsense", ["[urls], line 3: The line is no key = value"]],
  ])("%j is refused with section, key and hint", (text, expected) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) {
      expect(problems[index]).toContain(start);
      expect(problems[index]).toMatch(/\n {4}\S.*\.$/);
    }
  });

  it("tells of names that mean nothing, and is read all the same", () => {
    const parsed = parsePinger("[urls]\nprod = http://a.test\n[main]\nintervall = 5\n[slak]\ntoken = x");
    if (parsed.kind !== "ok") throw new Error("refused");
    expect(parsed.notes.map(renderPingerProblem)).toEqual([
      "[main] intervall, line 4: There is no such key; it is left out.\n    Did you mean interval?",
      "[slak]: There is no such section; it is left out.\n    Did you mean slack?",
    ]);
  });

  it("repeats no secret in a problem", () => {
    const text = WHOLE.replace("channel = #alerts\n", "").replace("room = 42\n", "").replace("[urls]", "[url]");
    expect(problemsOf(text).join()).not.toMatch(/xoxb|h1pchat|p=a/);
  });
});

describe("INI text", () => {
  it("may have a byte order mark, Windows line ends, and the same section twice", () => {
    const { sections, faults } = parseIni("\ufeff[A]\r\nx = 1\r\n[b]\r\n; note\r\n[A]\r\ny = 2\r\nx = 3\r\n");
    expect(faults).toEqual([]);
    expect([...(sections.get("a") ?? [])].map(([key, { text }]) => [key, text])).toEqual([
      ["x", "3"],
      ["y", "2"],
    ]);
  });
});
