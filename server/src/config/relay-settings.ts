import { type Environment, findVariable } from "./environment.ts";
import { nearestName } from "./nearest-name.ts";
import { bad, good, type Parsed, show, weak } from "./parsed.ts";
import type { Problem } from "./problem.ts";
import { parseRanges } from "./setting-values.ts";

/** Where alarms go on: a webhook that takes Slack's messages, or the address of an alarm token of a Watchbell. */
export interface RelayTarget {
  readonly kind: "slack" | "watchbell";
  /** A secret. */
  readonly url: string;
}

/** The settings of the relay, which has no file and no database: it runs as a function. */
export interface RelaySettings {
  readonly target: RelayTarget;
  /** What the path of a request must end in. A secret. */
  readonly token: string;
  /** Addresses and CIDR ranges from which requests are taken; empty: from anywhere. */
  readonly allow: readonly string[];
  /** IANA zone in which messages tell local times. */
  readonly timezone: string;
}

export type ParsedRelaySettings =
  | { readonly kind: "ok"; readonly settings: RelaySettings }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** What the relay reads of its environment; a test compares docs/alibaba.md. */
export const RELAY_VARIABLES = {
  target: "WATCHBELL_RELAY_TO",
  token: "WATCHBELL_RELAY_TOKEN",
  allow: "WATCHBELL_RELAY_ALLOW",
  timezone: "WATCHBELL_RELAY_TIMEZONE",
} as const satisfies Readonly<Record<keyof RelaySettings, string>>;

const MIN_TOKEN_LENGTH = 32;
const MAX_TOKEN_LENGTH = 200;
const ALARM_ADDRESS = /\/v1\/alarms\/[^/]+\/[^/]+\/?$/;
const MAKE_A_TOKEN = "Make one with: openssl rand -hex 32";
const NAME_A_TARGET =
  "Write the address of a Slack webhook, https://hooks.slack.com/services/…, or of an alarm token, https://your.watchbell/v1/alarms/cloudmonitor/….";

/** Reads the relay's settings; `X_FILE` reads any of them from a file. All problems are listed together. */
export function parseRelaySettings(environment: Pick<Environment, "env" | "readFile">): ParsedRelaySettings {
  const problems: Problem[] = [...unknownVariables(environment.env)];
  const read = <T>(name: keyof RelaySettings, parse: (text: string) => Parsed<T>, absent: Parsed<T>): T | null => {
    const variable = RELAY_VARIABLES[name];
    const found = textOf(variable, environment);
    if (found !== null && "id" in found) {
      problems.push(found);
      return null;
    }
    const parsed = found === null ? absent : parse(found.text.trim());
    if (parsed.ok) return parsed.value;
    const { id, message, hint } = parsed;
    problems.push({ id, setting: found?.setting ?? variable, message, hint });
    return null;
  };
  const target = read("target", parseTarget, bad("It is not set.", NAME_A_TARGET));
  const token = read("token", parseToken, bad("It is not set.", MAKE_A_TOKEN));
  const allow = read("allow", parseAllow, good([]));
  const timezone = read("timezone", parseTimezone, good("UTC"));
  if (target === null || token === null || allow === null || timezone === null || problems.length > 0) {
    return { kind: "problems", problems };
  }
  return { kind: "ok", settings: Object.freeze({ target, token, allow, timezone }) };
}

function textOf(
  variable: string,
  environment: Pick<Environment, "env" | "readFile">,
): { readonly text: string; readonly setting: string } | Problem | null {
  const found = findVariable(variable, environment);
  switch (found.kind) {
    case "unset":
      return null;
    case "text":
      return found;
    case "twice": {
      const message = `Both ${found.setting} and ${found.setting}_FILE are set.`;
      return { id: "set-twice", setting: found.setting, message, hint: "Keep one of the two." };
    }
    case "unreadable": {
      const message = `The file ${found.path} ${found.reason}.`;
      const hint = "Correct the path or the file's permissions.";
      return { id: "unreadable-file", setting: found.setting, message, hint };
    }
  }
}

/** The address is a secret as a whole, so only this very machine is spoken to in the clear, and no message repeats it. */
function parseTarget(text: string): Parsed<RelayTarget> {
  if (/\s/.test(text) || !URL.canParse(text)) return bad("It is no URL.", NAME_A_TARGET);
  const url = new URL(text);
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) {
    return bad("It does not begin with https://.", NAME_A_TARGET);
  }
  if (url.username !== "" || url.password !== "") return bad("It holds a user name or a password.", NAME_A_TARGET);
  if (url.hash !== "") return bad("It has a fragment, the part that begins with #.", NAME_A_TARGET);
  if (url.pathname === "/") return bad("It is the address of a host alone.", NAME_A_TARGET);
  return good({ kind: ALARM_ADDRESS.test(url.pathname) ? "watchbell" : "slack", url: text });
}

function parseToken(text: string): Parsed<string> {
  if (text.length < MIN_TOKEN_LENGTH) {
    return weak(`It has ${text.length} characters; at least ${MIN_TOKEN_LENGTH} are needed.`, MAKE_A_TOKEN);
  }
  if (text.length <= MAX_TOKEN_LENGTH && /^[A-Za-z0-9_-]+$/.test(text)) return good(text);
  return bad("It is longer than 200 characters, or holds others than letters, digits, _ and -.", MAKE_A_TOKEN);
}

function parseAllow(text: string): Parsed<readonly string[]> {
  return parseRanges(
    text,
    "List the addresses that CloudMonitor calls from with commas between, such as 47.74.206.0/26.",
  );
}

function parseTimezone(text: string): Parsed<string> {
  try {
    return good(new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone);
  } catch {
    return bad(`${show(text)} is no time zone.`, "Use a name such as Asia/Singapore or UTC.");
  }
}

/** A typing error in the list of addresses would open the function to all. */
function unknownVariables(env: Environment["env"]): readonly Problem[] {
  const fileable = Object.values(RELAY_VARIABLES);
  const known = [...fileable, ...fileable.map((variable) => `${variable}_FILE`)];
  return Object.keys(env)
    .filter((variable) => variable.startsWith("WATCHBELL_") && env[variable] !== "" && !known.includes(variable))
    .sort()
    .map((setting) => {
      const near = nearestName(setting, known);
      const hint = near === null ? "Remove it; docs/alibaba.md lists the settings." : `Did you mean ${near}?`;
      return { id: "unknown-setting", setting, message: "The relay has no such setting.", hint };
    });
}
