import { nearestName } from "../nearest-name.ts";
import { type IniSections, parseIni } from "./parse-ini.ts";
import type { ParsedPinger, PingerConfig, PingerProblem, PingerService, PingerToken } from "./pinger-config.ts";
import { readSection } from "./section-reader.ts";

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  main: ["interval", "error_interval", "debug", "debug_now", "greeting", "only_log"],
  urls: ["prod", "dev"],
  slack: ["url", "channel", "token", "user", "emoji"],
  hipchat: ["url", "room", "auth", "emoji"],
  sentry: ["url"],
  token_auth: ["token", "url", "username", "password", "header", "username_field", "password_field", "token_field"],
};
const DEFAULT_INTERVAL_MS = 60_000;
const HIPCHAT = "https://api.hipchat.com";
const SLACK_METHOD = "/chat.postMessage";

/** Reads a `pinger.ini`, or tells all that is wrong with it, each with section, key and what to do. */
export function parsePinger(text: string): ParsedPinger {
  const { sections, faults } = parseIni(text);
  const problems: PingerProblem[] = faults.map((fault) => ({
    ...fault,
    key: null,
    hint: "Write key = value below a [section]; a line that goes on with the value above begins with a space.",
  }));
  const main = readSection(sections, "main", problems);
  const intervalMs = main.seconds("interval") ?? DEFAULT_INTERVAL_MS;
  const debug = main.boolean("debug");
  const pinger: PingerConfig = {
    intervalMs,
    errorIntervalMs: main.seconds("error_interval") ?? intervalMs,
    debug,
    debugNow: main.boolean("debug_now"),
    greeting: main.text("greeting"),
    onlyLog: main.boolean("only_log"),
    urls: urlsOf(sections, debug, problems),
    services: [...slackOf(sections, problems), ...hipchatOf(sections, problems), ...sentryOf(sections, problems)],
    token: tokenOf(sections, problems),
  };
  if (problems.length > 0) return { kind: "problems", problems };
  return { kind: "ok", pinger, notes: unknownNames(sections) };
}

function urlsOf(sections: IniSections, debug: boolean, problems: PingerProblem[]): readonly string[] {
  const key = debug ? "dev" : "prod";
  const reader = readSection(sections, "urls", problems);
  const why = debug ? "With debug = true these are watched" : "These are watched";
  const text = reader.required(key, `${why}: list their addresses with commas between.`);
  const urls = text
    .split(",")
    .map((url) => url.replace(/\s/g, ""))
    .filter((url) => url !== "");
  for (const url of urls.filter((each) => !isHttp(each))) {
    reader.refuse(key, `"${url}" is no address.`, "Write it whole, such as http://db1.example.org/task.");
  }
  if (text !== "" && urls.length === 0) reader.refuse(key, "It holds no address.", "List at least one.");
  return [...new Set(urls)];
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

function slackOf(sections: IniSections, problems: PingerProblem[]): readonly PingerService[] {
  const reader = readSection(sections, "slack", problems);
  const token = reader.text("token");
  if (token === null) return [];
  const url = reader.text("url") ?? `https://slack.com/api${SLACK_METHOD}`;
  if (!isHttp(url) || !url.endsWith(SLACK_METHOD)) {
    reader.refuse("url", "It is not the address of chat.postMessage.", `Write https://slack.com/api${SLACK_METHOD}.`);
  }
  const channel = reader.required("channel", "Name the channel that is told, such as #alerts; or empty token.");
  return [
    {
      name: "slack",
      credentials: {
        token,
        channel,
        onRecovery: "post",
        apiUrl: url.slice(0, -SLACK_METHOD.length),
        ...optional("username", reader.text("user")),
        ...optional("icon", reader.text("emoji")),
      },
    },
  ];
}

function hipchatOf(sections: IniSections, problems: PingerProblem[]): readonly PingerService[] {
  const reader = readSection(sections, "hipchat", problems);
  const token = reader.text("auth");
  if (token === null) return [];
  const room = reader.required("room", "Give the id or name of the room; or empty auth.");
  const url = reader.text("url") ?? HIPCHAT;
  if (!isHttp(url)) reader.refuse("url", "It is no address.", `Leave it out for ${HIPCHAT}.`);
  return [{ name: "hipchat", credentials: { url, room, token } }];
}

function sentryOf(sections: IniSections, problems: PingerProblem[]): readonly PingerService[] {
  const reader = readSection(sections, "sentry", problems);
  const dsn = reader.text("url");
  if (dsn === null) return [];
  const url = URL.parse(dsn);
  if (url === null || url.username === "" || !/\/\d+\/?$/.test(url.pathname)) {
    reader.refuse("url", "It is no DSN.", "Copy it from the project's settings: https://key@o1.ingest.sentry.io/42.");
  }
  return [{ name: "sentry", credentials: { dsn } }];
}

function tokenOf(sections: IniSections, problems: PingerProblem[]): PingerToken | null {
  const reader = readSection(sections, "token_auth", problems);
  const header = reader.text("header") ?? "Authorization";
  const token = reader.text("token");
  const url = reader.text("url");
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(header)) {
    reader.refuse("header", "It is no name of a header.", "Write a name such as Authorization.");
  }
  if (token !== null) return { kind: "static", header, token };
  if (url === null) return null;
  if (!isHttp(url)) reader.refuse("url", "It is no address.", "Write the address that gives out tokens.");
  return {
    kind: "login",
    header,
    url,
    username: reader.required("username", "Give the user name, or empty url."),
    password: reader.required("password", "Give the password, or empty url."),
    usernameField: reader.text("username_field") ?? "email",
    passwordField: reader.text("password_field") ?? "password",
    tokenField: reader.text("token_field"),
  };
}

function optional<Name extends string>(name: Name, value: string | null): Partial<Record<Name, string>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, string>);
}

/** Names that mean nothing: they were no fault of the old program's either, but are probably mistyped. */
function unknownNames(sections: IniSections): readonly PingerProblem[] {
  return [...sections].flatMap(([section, values]): readonly PingerProblem[] => {
    const known = KNOWN[section];
    if (known === undefined) {
      const hint = hintFor(section, Object.keys(KNOWN));
      return [{ section, key: null, line: null, message: "There is no such section; it is left out.", hint }];
    }
    return [...values]
      .filter(([key]) => !known.includes(key))
      .map(([key, { line }]) => {
        const hint = hintFor(key, known);
        return { section, key, line, message: "There is no such key; it is left out.", hint };
      });
  });
}

function hintFor(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`;
}
