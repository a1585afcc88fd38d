import { isIP } from "node:net";
import { bad, good, type Parsed, show, weak } from "./parsed.ts";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";

const MIN_KEY_LENGTH = 16;
const MIN_SECRET_LENGTH = 32;
const MAX_KEY_LENGTH = 200;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** An address or a host name to listen on. */
export function parseHost(text: string): Parsed<string> {
  if (isIP(text) !== 0) return good(text);
  const bare = text.replace(/^\[|\]$/g, "");
  if (isIP(bare) === 6) return bad(`${show(text)} has brackets.`, `Write the address alone: ${bare}.`);
  const onlyDigitsAndDots = /^[0-9.]+$/.test(text);
  if (!onlyDigitsAndDots && HOST_NAME.test(text)) return good(text);
  return bad(
    `${show(text)} is no address and no host name.`,
    "Use 127.0.0.1 for this machine only, 0.0.0.0 for all of IPv4, :: for all addresses; the port has a setting of its own.",
  );
}

/** A TCP port; 0 takes a free one. */
export function parsePort(text: string): Parsed<number> {
  if (/^tcp:\/\//.test(text)) {
    return bad(
      `${show(text)} is no port; Kubernetes sets this variable for a Service named "watchbell".`,
      "Set enableServiceLinks: false in the pod, or give the Service another name.",
    );
  }
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return good(port);
  return bad(
    `${show(text)} is no port.`,
    "Use a whole number from 0 to 65535; 7200 is the default, 0 takes a free one.",
  );
}

/** An http or https address for links, without a slash at the end; a plain path prefix is allowed. */
export function parseBaseUrl(text: string): Parsed<string> {
  const hint = "Use the address under which people reach Watchbell, such as https://watch.example.org.";
  if (/\s/.test(text) || !URL.canParse(text)) return bad(`${show(text)} is no URL.`, hint);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return bad(`${show(text)} is neither http nor https.`, hint);
  if (url.username !== "" || url.password !== "") return bad("It holds a user name or a password.", hint);
  if (text.includes("?") || text.includes("#")) return bad(`${show(text)} has a query or a fragment.`, hint);
  const path = url.pathname.replace(/\/+$/, "");
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(path)) {
    return bad(
      `${show(text)} has a path that is more than a plain prefix.`,
      `${hint} A prefix such as /watchbell may follow.`,
    );
  }
  return good(url.origin + path);
}

/** One of a few words. */
export function parseChoice<T extends string>(choices: readonly T[]): (text: string) => Parsed<T> {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return good(choice);
    return bad(`${show(text)} is not one of the choices.`, `Use one of: ${choices.join(", ")}.`);
  };
}

/** `true` or `false`. */
export function parseSwitch(text: string): Parsed<boolean> {
  const choice = parseChoice(["true", "false"])(text);
  return choice.ok ? good(choice.value === "true") : choice;
}

/** What a process is to do, separated by commas; in the order of their list, each once. */
export function parseRoles(text: string): Parsed<readonly ProcessRole[]> {
  const names = splitList(text);
  const hint = `List some of ${PROCESS_ROLES.join(", ")} with commas between; without the setting a process does all of them.`;
  if (names.length === 0) return bad("It names nothing to do.", hint);
  const wrong = names.find((name) => !PROCESS_ROLES.some((role) => role === name));
  if (wrong === undefined) return good(Object.freeze(PROCESS_ROLES.filter((role) => names.includes(role))));
  return bad(`${show(wrong)} is nothing that a process can do.`, hint);
}

/** Addresses and CIDR ranges of the proxies in front, separated by commas. */
export function parseProxies(text: string): Parsed<readonly string[]> {
  return parseRanges(
    text,
    "List the proxies in front of Watchbell with commas between, such as 127.0.0.1, 10.0.0.0/8.",
  );
}

/** Addresses and CIDR ranges, separated by commas; the hint says which ones to write. */
export function parseRanges(text: string, hint: string): Parsed<readonly string[]> {
  const entries = splitList(text);
  const wrong = entries.find((entry) => !isRange(entry));
  if (wrong === undefined) return good(Object.freeze(entries));
  return bad(`${show(wrong)} is no address and no CIDR range.`, hint);
}

function splitList(text: string): readonly string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function isRange(entry: string): boolean {
  const [address = "", prefix, ...rest] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes("%")) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** The secret that the master key is made of. */
export function parseSecretKey(text: string): Parsed<string> {
  if (text.length >= MIN_SECRET_LENGTH) return good(text);
  return weak(
    `It has ${text.length} characters; at least ${MIN_SECRET_LENGTH} are needed.`,
    "Make one with: openssl rand -base64 32",
  );
}

/** The URL of a PostgreSQL database. */
export function parseDatabaseUrl(text: string): Parsed<string> {
  const url = URL.parse(text);
  const isPostgres = url?.protocol === "postgres:" || url?.protocol === "postgresql:";
  // A percent sign that is not written as %25 would be found when connecting only.
  if (url && isPostgres && url.pathname.length > 1 && !/%(?![0-9a-f]{2})/i.test(text)) return good(text);
  return bad(
    "It is no URL of a PostgreSQL database.",
    "Write postgres://user:password@db.example.org:5432/watchbell; user name and password percent-encoded.",
  );
}

/** The URL of a mail server. */
export function parseMailServer(text: string): Parsed<string> {
  if (isSmtpUrl(text)) return good(text);
  return bad(
    "It is no URL of a mail server.",
    "Write smtps://user:password@mail.example.org, or smtp:// with STARTTLS; user name and password percent-encoded.",
  );
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") return false;
  const { username, password } = url;
  // A percent sign that is not written as %25 would be found at the first mail only.
  return (username === "") === (password === "") && !/%(?![0-9a-f]{2})/i.test(username + password);
}

/** The sender of mails, with or without a name. */
export function parseMailFrom(text: string): Parsed<string> {
  if (/^([^<>\p{Cc}]*<)?[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,255}>?$/u.test(text)) return good(text);
  return bad(
    `${show(text)} is no address for mail.`,
    "Write watchbell@example.org or Watchbell <watchbell@example.org>.",
  );
}

/** The issuer of an OpenID Connect provider. Passwords and tokens go there, so only this very machine is spoken to in the clear. */
export function parseIssuer(text: string): Parsed<string> {
  const hint = "Write it exactly as the provider does, such as https://login.example.org/realms/main.";
  const url = URL.parse(text);
  if (url === null || /\s/.test(text)) return bad(`${show(text)} is no URL.`, hint);
  const isHere = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) {
    return bad(`${show(text)} does not begin with https://.`, hint);
  }
  if (url.username !== "" || url.password !== "") return bad("It holds a user name or a password.", hint);
  if (/[?#]/.test(text)) return bad(`${show(text)} has a query or a fragment.`, hint);
  return good(text);
}

/** One line of text. */
export function parseName(text: string): Parsed<string> {
  if (text.length <= MAX_KEY_LENGTH && !/\p{Cc}/u.test(text)) return good(text);
  return bad(`${show(text)} is too long or has line breaks.`, `Use one line of at most ${MAX_KEY_LENGTH} characters.`);
}

/** A key that goes into a header. */
export function parseApiKey(text: string): Parsed<string> {
  const length = lengthProblem(text);
  if (length !== null) return length;
  if (/^[\x21-\x7e]+$/.test(text)) return good(text);
  return bad("It holds a space or a character outside ASCII, which a header cannot carry.", MAKE_A_KEY);
}

/** A key that goes into the path of a ping URL. */
export function parsePingKey(text: string): Parsed<string> {
  const length = lengthProblem(text);
  if (length !== null) return length;
  if (!/^[A-Za-z0-9_-]+$/.test(text))
    return bad("It holds other characters than letters, digits, _ and -.", MAKE_A_KEY);
  if (UUID.test(text))
    return bad("It has the form of a UUID, as monitors have, so its URLs would be theirs.", MAKE_A_KEY);
  return good(text);
}

const MAKE_A_KEY = "Make one with: openssl rand -hex 16";

function lengthProblem(text: string): Parsed<never> | null {
  if (text.length < MIN_KEY_LENGTH) {
    return weak(`It has ${text.length} characters; at least ${MIN_KEY_LENGTH} are needed.`, MAKE_A_KEY);
  }
  if (text.length > MAX_KEY_LENGTH) {
    return bad(`It has ${text.length} characters; at most ${MAX_KEY_LENGTH} are allowed.`, MAKE_A_KEY);
  }
  return null;
}
