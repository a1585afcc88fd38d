import { describe, expect, it } from "vitest";
import { parseSettings } from "./parse-settings.ts";
import { renderProblem } from "./problem.ts";

type Env = Readonly<Record<string, string | undefined>>;

function parse(env: Env, files: Readonly<Record<string, string>> = {}) {
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return text;
  };
  return parseSettings({ env, readFile, cwd: "/srv/app" });
}

function settingsOf(env: Env, files?: Readonly<Record<string, string>>) {
  const parsed = parse(env, files);
  if (parsed.kind !== "ok") throw new Error(parsed.problems.map(renderProblem).join("\n"));
  return parsed.settings;
}

function problemsOf(env: Env, files?: Readonly<Record<string, string>>) {
  const parsed = parse(env, files);
  return parsed.kind === "ok" ? [] : parsed.problems;
}

const SECRET = "a-secret-that-is-long-enough-for-all";

describe("parseSettings", () => {
  it("has a default for everything", () => {
    expect(settingsOf({})).toEqual({
      host: "127.0.0.1",
      port: 7200,
      dataDir: "/srv/app/data",
      databaseUrl: null,
      roles: ["http", "sweep", "probe", "deliver"],
      stopDelaySeconds: 0,
      baseUrl: "http://localhost:7200",
      secretKey: null,
      outgoing: "private",
      trustedProxies: [],
      logLevel: "info",
      pingBodyLimitBytes: 10_000,
      keyLimitPerMinute: 60_000,
      addressLimitPerMinute: null,
      maxConnections: 10_000,
      maxConnectionsPerAddress: 1_000,
      bootstrapApiKey: null,
      bootstrapPingKey: null,
      openHeartbeat: false,
      smtpUrl: null,
      mailFrom: null,
      oidcIssuer: null,
      oidcClientId: null,
      oidcClientSecret: null,
      oidcName: null,
    });
  });

  it("takes every setting from the environment", () => {
    const settings = settingsOf({
      WATCHBELL_HOST: "::",
      WATCHBELL_PORT: "8080",
      WATCHBELL_DATA_DIR: "/var/lib/watchbell",
      WATCHBELL_DATABASE_URL: "postgresql://ann:secret@db.example.org/watchbell",
      WATCHBELL_ROLES: "http,probe",
      WATCHBELL_STOP_DELAY: "15",
      WATCHBELL_BASE_URL: "https://watch.example.org/bell/",
      WATCHBELL_SECRET_KEY: SECRET,
      WATCHBELL_OUTGOING: "public",
      WATCHBELL_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8,::1",
      WATCHBELL_LOG_LEVEL: "debug",
      WATCHBELL_PING_BODY_LIMIT: "none",
      WATCHBELL_KEY_LIMIT: "none",
      WATCHBELL_ADDRESS_LIMIT: "600",
      WATCHBELL_MAX_CONNECTIONS: "500",
      WATCHBELL_MAX_CONNECTIONS_PER_ADDRESS: "50",
      WATCHBELL_BOOTSTRAP_API_KEY: "write-key-0123456789",
      WATCHBELL_BOOTSTRAP_PING_KEY: "ping-key-0123456789",
      WATCHBELL_OPEN_HEARTBEAT: "true",
      WATCHBELL_SMTP_URL: "smtps://ann:secret@mail.example.org",
      WATCHBELL_MAIL_FROM: "Watchbell <watchbell@example.org>",
      WATCHBELL_OIDC_ISSUER: "https://login.example.org",
      WATCHBELL_OIDC_CLIENT_ID: "watchbell",
      WATCHBELL_OIDC_CLIENT_SECRET: "secret",
      WATCHBELL_OIDC_NAME: "Example",
    });
    expect(settings).toEqual({
      host: "::",
      port: 8080,
      dataDir: "/var/lib/watchbell",
      databaseUrl: "postgresql://ann:secret@db.example.org/watchbell",
      roles: ["http", "probe"],
      stopDelaySeconds: 15,
      baseUrl: "https://watch.example.org/bell",
      secretKey: SECRET,
      outgoing: "public",
      trustedProxies: ["127.0.0.1", "10.0.0.0/8", "::1"],
      logLevel: "debug",
      pingBodyLimitBytes: null,
      keyLimitPerMinute: null,
      addressLimitPerMinute: 600,
      maxConnections: 500,
      maxConnectionsPerAddress: 50,
      bootstrapApiKey: "write-key-0123456789",
      bootstrapPingKey: "ping-key-0123456789",
      openHeartbeat: true,
      smtpUrl: "smtps://ann:secret@mail.example.org",
      mailFrom: "Watchbell <watchbell@example.org>",
      oidcIssuer: "https://login.example.org",
      oidcClientId: "watchbell",
      oidcClientSecret: "secret",
      oidcName: "Example",
    });
  });

  it("wants to know who mails come from, and never repeats the mail server's password", () => {
    expect(problemsOf({ WATCHBELL_SMTP_URL: "smtp://mail.example.org" })).toMatchObject([
      { setting: "WATCHBELL_MAIL_FROM" },
    ]);
    const wrong = problemsOf({ WATCHBELL_SMTP_URL: "smtp://ann:hush@", WATCHBELL_MAIL_FROM: "nobody" });
    expect(wrong).toMatchObject([{ setting: "WATCHBELL_SMTP_URL" }, { setting: "WATCHBELL_MAIL_FROM" }]);
    expect(JSON.stringify(wrong)).not.toContain("hush");
  });

  it("takes a switch as true or false, in the file also as YAML has it", () => {
    const file = { "w.yaml": "openHeartbeat: true\n" };
    expect(settingsOf({ WATCHBELL_CONFIG: "w.yaml" }, file).openHeartbeat).toBe(true);
    expect(settingsOf({ WATCHBELL_CONFIG: "w.yaml", WATCHBELL_OPEN_HEARTBEAT: "false" }, file).openHeartbeat).toBe(
      false,
    );
    expect(problemsOf({ WATCHBELL_OPEN_HEARTBEAT: "yes" })).toMatchObject([
      { setting: "WATCHBELL_OPEN_HEARTBEAT", hint: "Use one of: true, false." },
    ]);
  });

  it("lets the environment win over the file, and the file over the defaults", () => {
    const file = "port: 8000\nhost: 0.0.0.0\nlogLevel: warn\ntrustedProxies:\n  - 10.0.0.1\n  - 10.1.0.0/16\n";
    const settings = settingsOf({ WATCHBELL_CONFIG: "w.yaml", WATCHBELL_PORT: "9000" }, { "w.yaml": file });
    expect(settings).toMatchObject({ port: 9000, host: "0.0.0.0", logLevel: "warn", outgoing: "private" });
    expect(settings.trustedProxies).toEqual(["10.0.0.1", "10.1.0.0/16"]);
    expect(settings.baseUrl).toBe("http://localhost:9000");
  });

  it("reads a secret from a file without the line break at its end", () => {
    const settings = settingsOf(
      { WATCHBELL_SECRET_KEY_FILE: "/run/secrets/key", WATCHBELL_BOOTSTRAP_API_KEY_FILE: "/run/secrets/api" },
      { "/run/secrets/key": `${SECRET}\r\n`, "/run/secrets/api": "write-key-0123456789\n" },
    );
    expect(settings).toMatchObject({ secretKey: SECRET, bootstrapApiKey: "write-key-0123456789" });
  });

  it("counts empty text as not set, as container tools pass it", () => {
    const settings = settingsOf({ WATCHBELL_SECRET_KEY: "", WATCHBELL_PORT: "", WATCHBELL_UNKNOWN: "" });
    expect(settings).toMatchObject({ secretKey: null, port: 7200 });
  });

  it("takes an empty file and an entry without a value as nothing set", () => {
    expect(settingsOf({ WATCHBELL_CONFIG: "w" }, { w: "# nothing yet\n" }).port).toBe(7200);
    expect(settingsOf({ WATCHBELL_CONFIG: "w" }, { w: "port:\nhost: ''\n" }).port).toBe(7200);
  });

  it("leaves the variables of the command line alone", () => {
    expect(problemsOf({ WATCHBELL_URL: "x", WATCHBELL_API_KEY_FILE: "y", WATCHBELL_TOPIC_HASH: "z" })).toEqual([]);
  });

  it("freezes what it returns, the list too", () => {
    const settings = settingsOf({ WATCHBELL_TRUSTED_PROXIES: "10.0.0.1" });
    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings.trustedProxies)).toBe(true);
    expect(Object.isFrozen(settingsOf({}).trustedProxies)).toBe(true);
  });

  it("lists all problems together, each with a hint", () => {
    const problems = problemsOf(
      { WATCHBELL_CONFIG: "w", WATCHBELL_PORT: "http", WATCHBELL_PROT: "1", WATCHBELL_SECRET_KEY: "short" },
      { w: "outgoing: everything\nlogLvel: info\n" },
    );
    expect(problems.map(({ id, setting }) => `${setting}: ${id}`)).toEqual([
      "logLvel in w: unknown-setting",
      "WATCHBELL_PROT: unknown-setting",
      "WATCHBELL_PORT: invalid-value",
      "WATCHBELL_SECRET_KEY: weak-secret",
      "outgoing in w: invalid-value",
    ]);
    for (const problem of problems) expect(problem.hint).toMatch(/^[A-Z].*\S$/);
  });

  it.each([
    ["WATCHBELL_PROT", "Did you mean WATCHBELL_PORT?"],
    ["WATCHBELL_SECRETKEY", "Did you mean WATCHBELL_SECRET_KEY?"],
    ["WATCHBELL_SECRET_KEY_FIEL", "Did you mean WATCHBELL_SECRET_KEY_FILE?"],
    ["WATCHBELL_CONFIG_FILE", "Did you mean WATCHBELL_CONFIG?"],
    ["WATCHBELL_COMPLETELY_DIFFERENT", "Remove it; docs/configuration.md lists the settings."],
    [
      "WATCHBELL_SERVICE_HOST",
      'Kubernetes sets it for a Service named "watchbell": set enableServiceLinks: false in the pod, or rename the Service.',
    ],
  ])("hints at what an unknown %s was meant to be", (variable, hint) => {
    expect(problemsOf({ [variable]: "1" })).toEqual([
      { id: "unknown-setting", setting: variable, message: "There is no such setting.", hint },
    ]);
  });

  it("hints at the nearest key of the file", () => {
    const [problem] = problemsOf({ WATCHBELL_CONFIG: "w" }, { w: "data_dir: /x\n" });
    expect(problem).toMatchObject({ setting: "data_dir in w", hint: "Did you mean dataDir?" });
  });

  it("refuses a setting that is given as text and as a file", () => {
    const problems = problemsOf({ WATCHBELL_SECRET_KEY: SECRET, WATCHBELL_SECRET_KEY_FILE: "k" }, { k: SECRET });
    expect(problems).toMatchObject([{ id: "set-twice", setting: "WATCHBELL_SECRET_KEY" }]);
  });

  it("names a file that cannot be read", () => {
    expect(problemsOf({ WATCHBELL_SECRET_KEY_FILE: "/run/none" })).toMatchObject([
      { id: "unreadable-file", setting: "WATCHBELL_SECRET_KEY_FILE", message: "The file /run/none does not exist." },
    ]);
    expect(problemsOf({ WATCHBELL_CONFIG: "/etc/none" })).toMatchObject([
      { id: "unreadable-file", setting: "WATCHBELL_CONFIG", message: "The file /etc/none does not exist." },
    ]);
  });

  it.each([
    "postgres://user:hunter2@db",
    "postgres://user:hunter2@db/",
    "mysql://user:hunter2@db/watchbell",
    "postgres://user:hunter2%@db/watchbell",
    "db hunter2",
  ])("refuses what is no address of PostgreSQL, without repeating it: %s", (WATCHBELL_DATABASE_URL) => {
    const problems = problemsOf({ WATCHBELL_DATABASE_URL });
    expect(problems).toMatchObject([{ id: "invalid-value", setting: "WATCHBELL_DATABASE_URL" }]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("takes a provider to log in with, whole or not at all", () => {
    const WATCHBELL_OIDC_ISSUER = "https://login.example.org/realms/main";
    const whole = {
      WATCHBELL_OIDC_ISSUER,
      WATCHBELL_OIDC_CLIENT_ID: "watchbell",
      WATCHBELL_OIDC_CLIENT_SECRET: "hunter2",
      WATCHBELL_OIDC_NAME: "Example",
    };
    expect(settingsOf(whole)).toMatchObject({
      oidcIssuer: WATCHBELL_OIDC_ISSUER,
      oidcClientId: "watchbell",
      oidcClientSecret: "hunter2",
      oidcName: "Example",
    });
    const { WATCHBELL_OIDC_CLIENT_SECRET: _secret, WATCHBELL_OIDC_NAME: _name, ...least } = whole;
    expect(settingsOf(least)).toMatchObject({ oidcClientSecret: null, oidcName: null });
    expect(problemsOf({ WATCHBELL_OIDC_ISSUER })).toMatchObject([{ setting: "WATCHBELL_OIDC_CLIENT_ID" }]);
    for (const [variable, value] of Object.entries(whole).slice(1)) {
      expect(problemsOf({ [variable]: value })).toMatchObject([{ setting: "WATCHBELL_OIDC_ISSUER" }]);
    }
  });

  it.each([
    "https://login.example.org",
    "http://localhost:8080/realms/main",
    "http://127.0.0.1:4000",
    "http://[::1]:4000",
  ])("takes %s for a provider", (issuer) => {
    const settings = settingsOf({ WATCHBELL_OIDC_ISSUER: issuer, WATCHBELL_OIDC_CLIENT_ID: "watchbell" });
    expect(settings.oidcIssuer).toBe(issuer);
  });

  it.each([
    "login.example.org",
    "http://login.example.org",
    "http://127.0.0.1.example.org",
    "ftp://localhost",
    "https://user:hunter2@login.example.org",
    "https://login.example.org/?a=1",
    "https://login.example.org/#a",
    "https://login.example.org/a b",
  ])("does not take %s for a provider", (issuer) => {
    const problems = problemsOf({ WATCHBELL_OIDC_ISSUER: issuer, WATCHBELL_OIDC_CLIENT_ID: "watchbell" });
    expect(problems).toMatchObject([{ id: "invalid-value", setting: "WATCHBELL_OIDC_ISSUER" }]);
  });

  it("wants a master key that several processes can share when they share a database", () => {
    const WATCHBELL_DATABASE_URL = "postgres://user:hunter2@db/watchbell";
    expect(problemsOf({ WATCHBELL_DATABASE_URL })).toMatchObject([
      { id: "invalid-value", setting: "WATCHBELL_SECRET_KEY" },
    ]);
    expect(problemsOf({ WATCHBELL_DATABASE_URL, WATCHBELL_SECRET_KEY: "short" })).toMatchObject([
      { id: "weak-secret", setting: "WATCHBELL_SECRET_KEY" },
    ]);
    const WATCHBELL_SECRET_KEY = "a-secret-of-at-least-32-characters";
    const { databaseUrl } = settingsOf({ WATCHBELL_DATABASE_URL, WATCHBELL_SECRET_KEY });
    expect(databaseUrl).toBe(WATCHBELL_DATABASE_URL);
  });

  it.each([
    ["a tab as indentation", "port: 1\nsecretKey:\n\thunter2hunter2\n", "Line 3"],
    ["a value that looks like an alias", "secretKey: *hunter2\n", "Line 1"],
    ["a list", "- hunter2\n", "not a list of settings"],
    ["a key twice", "port: 1\nport: 2\nsecretKey: hunter2\n", "Line 2"],
  ])("tells where %s breaks the file, without repeating it", (_what, text, place) => {
    const problems = problemsOf({ WATCHBELL_CONFIG: "w" }, { w: text });
    expect(problems).toMatchObject([{ id: "invalid-yaml", setting: "w", message: expect.stringContaining(place) }]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it.each([
    ["WATCHBELL_SECRET_KEY", "hunter2-hunter2-hunter2-hunter2", "weak-secret"],
    ["WATCHBELL_BOOTSTRAP_API_KEY", "hunter2-short", "weak-secret"],
    ["WATCHBELL_BOOTSTRAP_API_KEY", "hunter2 with a space in it", "invalid-value"],
    ["WATCHBELL_BOOTSTRAP_API_KEY", "hunter2".repeat(40), "invalid-value"],
    ["WATCHBELL_BOOTSTRAP_PING_KEY", "hunter2/with/slashes", "invalid-value"],
    ["WATCHBELL_BOOTSTRAP_PING_KEY", "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11", "invalid-value"],
  ])("refuses %s without repeating its value", (variable, value, id) => {
    const problems = problemsOf({ [variable]: value });
    expect(problems).toMatchObject([{ id, setting: variable }]);
    expect(JSON.stringify(problems)).not.toContain(value);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("refuses one value for both bootstrap keys", () => {
    const key = "the-same-key-0123456789";
    const problems = problemsOf({ WATCHBELL_BOOTSTRAP_API_KEY: key, WATCHBELL_BOOTSTRAP_PING_KEY: key });
    expect(problems).toMatchObject([{ setting: "WATCHBELL_BOOTSTRAP_PING_KEY" }]);
    expect(JSON.stringify(problems)).not.toContain(key);
  });

  it("wants secrets of the file as text, so that no number loses digits", () => {
    const problems = problemsOf({ WATCHBELL_CONFIG: "w" }, { w: "bootstrapApiKey: 12345678901234567890\n" });
    expect(problems).toMatchObject([{ setting: "bootstrapApiKey in w", hint: "Put it in quotes." }]);
  });

  it.each([
    ["WATCHBELL_PORT", "65536"],
    ["WATCHBELL_PORT", "-1"],
    ["WATCHBELL_PORT", "72.5"],
    ["WATCHBELL_PORT", "0x10"],
    ["WATCHBELL_PORT", "tcp://10.0.0.7:7200"],
    ["WATCHBELL_HOST", "http://localhost"],
    ["WATCHBELL_HOST", "[::1]"],
    ["WATCHBELL_HOST", "127.0.0.1:7200"],
    ["WATCHBELL_HOST", "127.0.0.256"],
    ["WATCHBELL_BASE_URL", "watch.example.org"],
    ["WATCHBELL_BASE_URL", "ftp://watch.example.org"],
    ["WATCHBELL_BASE_URL", "https://watch.example.org/?a=1"],
    ["WATCHBELL_BASE_URL", "https://watch.example.org/#top"],
    ["WATCHBELL_BASE_URL", "https://watch.example.org/a b"],
    ["WATCHBELL_BASE_URL", "https://watch.example.org/a%2Fb"],
    ["WATCHBELL_OUTGOING", "none"],
    ["WATCHBELL_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["WATCHBELL_TRUSTED_PROXIES", "proxy.example.org"],
    ["WATCHBELL_TRUSTED_PROXIES", "10.0.0.1/8/8"],
    ["WATCHBELL_LOG_LEVEL", "verbose"],
    ["WATCHBELL_PING_BODY_LIMIT", "10k"],
    ["WATCHBELL_PING_BODY_LIMIT", "100000001"],
  ])("refuses %s=%s", (variable, value) => {
    expect(problemsOf({ [variable]: value })).toMatchObject([{ id: "invalid-value", setting: variable }]);
  });

  it("never repeats the password of a base URL", () => {
    const problems = problemsOf({ WATCHBELL_BASE_URL: "https://me:hunter2@watch.example.org" });
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("shortens a long value in its message", () => {
    const [problem] = problemsOf({ WATCHBELL_LOG_LEVEL: "x".repeat(5000) });
    expect(problem?.message.length).toBeLessThan(120);
  });

  it("takes limits from one on, and none", () => {
    for (const wrong of ["0", "-1", "1.5", "many", "1e9"]) {
      const [problem, ...others] = problemsOf({ WATCHBELL_ADDRESS_LIMIT: wrong });
      expect(problem).toMatchObject({ setting: "WATCHBELL_ADDRESS_LIMIT", message: `"${wrong}" is no limit.` });
      expect(others).toEqual([]);
    }
  });

  describe("the roles of a process", () => {
    const shared = {
      WATCHBELL_DATABASE_URL: "postgres://ann:secret@db.example.org/watchbell",
      WATCHBELL_SECRET_KEY: SECRET,
    };

    it("come in their own order, each once, however they are listed", () => {
      expect(settingsOf({ ...shared, WATCHBELL_ROLES: "deliver, http,deliver" }).roles).toEqual(["http", "deliver"]);
    });

    it("that are none are told with those that there are", () => {
      for (const [roles, message] of [
        [",", "It names nothing to do."],
        ["http;sweep", '"http;sweep" is nothing that a process can do.'],
        ["all", '"all" is nothing that a process can do.'],
      ]) {
        const [problem, ...others] = problemsOf({ ...shared, WATCHBELL_ROLES: roles });
        expect(problem).toMatchObject({ setting: "WATCHBELL_ROLES", message });
        expect(problem?.hint).toContain("http, sweep, probe, deliver");
        expect(others).toEqual([]);
      }
    });

    it("that leave work undone are refused where no other process could do it", () => {
      const [problem, ...others] = problemsOf({ WATCHBELL_ROLES: "http,sweep,probe" });
      expect(problem?.message).toBe("It leaves out deliver, and on SQLite there is no other process to do that.");
      expect(others).toEqual([]);
      expect(settingsOf({ WATCHBELL_ROLES: "http,sweep,probe,deliver" }).roles).toHaveLength(4);
    });
  });
});
