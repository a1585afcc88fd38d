import { resolve } from "node:path";
import { type Environment, type Found, findVariable } from "./environment.ts";
import { nearestName } from "./nearest-name.ts";
import type { ConfigFile } from "./parse-config-file.ts";
import type { Problem } from "./problem.ts";
import { PROCESS_ROLES } from "./process-roles.ts";
import {
  CLIENT_VARIABLES,
  CONFIG_VARIABLE,
  LAMBDA_VARIABLES,
  NEW_SECRET_KEY_VARIABLE,
  SETTING_NAMES,
  SETTING_RULES,
} from "./setting-rules.ts";
import type { Settings } from "./settings.ts";

export type ParsedSettings =
  | { readonly kind: "ok"; readonly settings: Settings }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** What was said on the command line, stronger than all else; absent: nothing. */
export interface Said {
  readonly roles?: string | undefined;
}

/** Settings from defaults, what a file says and the environment, each stronger than the one before; or all that is wrong. */
export function settingsOf(environment: Environment, file: ConfigFile, said: Said = {}): ParsedSettings {
  const problems: Problem[] = [...file.problems, ...unknownVariables(environment.env)];

  const read = <Name extends keyof Settings>(name: Name, fallback: Settings[Name]): Settings[Name] => {
    const rule = SETTING_RULES[name];
    const option = name === "roles" ? said.roles : undefined;
    const found =
      option === undefined
        ? inFile(findVariable(rule.variable, environment), file.values.get(name), name, environment.env)
        : ({ kind: "text", text: option, setting: "--roles" } as const);
    if (found.kind === "unset") return fallback;
    if (found.kind !== "text") {
      problems.push(notFound(found));
      return fallback;
    }
    const parsed = rule.parse(rule.secret ? found.text : found.text.trim());
    if (parsed.ok) return parsed.value;
    problems.push({ id: parsed.id, setting: found.setting, message: parsed.message, hint: parsed.hint });
    return fallback;
  };

  const port = read("port", 7200);
  const settings: Settings = {
    host: read("host", "127.0.0.1"),
    port,
    dataDir: resolve(environment.cwd, read("dataDir", "./data")),
    databaseUrl: read("databaseUrl", null),
    roles: read("roles", PROCESS_ROLES),
    stopDelaySeconds: read("stopDelaySeconds", 0),
    baseUrl: read("baseUrl", `http://localhost:${port}`),
    secretKey: read("secretKey", null),
    outgoing: read("outgoing", "private"),
    trustedProxies: read("trustedProxies", Object.freeze([])),
    logLevel: read("logLevel", "info"),
    pingBodyLimitBytes: read("pingBodyLimitBytes", 10_000),
    keyLimitPerMinute: read("keyLimitPerMinute", 60_000),
    addressLimitPerMinute: read("addressLimitPerMinute", null),
    maxConnections: read("maxConnections", 10_000),
    maxConnectionsPerAddress: read("maxConnectionsPerAddress", 1_000),
    bootstrapApiKey: read("bootstrapApiKey", null),
    bootstrapPingKey: read("bootstrapPingKey", null),
    openHeartbeat: read("openHeartbeat", false),
    smtpUrl: read("smtpUrl", null),
    mailFrom: read("mailFrom", null),
    oidcIssuer: read("oidcIssuer", null),
    oidcClientId: read("oidcClientId", null),
    oidcClientSecret: read("oidcClientSecret", null),
    oidcName: read("oidcName", null),
  };
  problems.push(
    ...sameKeys(settings),
    ...halfMail(settings),
    ...halfOidc(settings, problems),
    ...noKeyToShare(settings, problems),
    ...nobodyForTheRest(settings, said),
  );
  if (problems.length > 0) return { kind: "problems", problems };
  return { kind: "ok", settings: Object.freeze(settings) };
}

/** What the environment does not say is looked up in the file. */
function inFile(found: Found, text: string | undefined, name: string, env: Environment["env"]): Found {
  if (found.kind !== "unset" || text === undefined) return found;
  return { kind: "text", text, setting: `${name} in ${env[CONFIG_VARIABLE]}` };
}

function notFound(found: Extract<Found, { kind: "twice" | "unreadable" }>): Problem {
  if (found.kind === "twice") {
    const message = `Both ${found.setting} and ${found.setting}_FILE are set.`;
    return { id: "set-twice", setting: found.setting, message, hint: "Keep one of the two." };
  }
  const message = `The file ${found.path} ${found.reason}.`;
  return {
    id: "unreadable-file",
    setting: found.setting,
    message,
    hint: "Correct the path or the file's permissions.",
  };
}

function sameKeys(settings: Settings): readonly Problem[] {
  if (settings.bootstrapApiKey === null || settings.bootstrapApiKey !== settings.bootstrapPingKey) return [];
  return [
    {
      id: "invalid-value",
      setting: SETTING_RULES.bootstrapPingKey.variable,
      message: "It is the same as WATCHBELL_BOOTSTRAP_API_KEY; whoever sees a ping URL could then change everything.",
      hint: "Use two different keys.",
    },
  ];
}

/** A mail server will not guess whose mail it is. */
function halfMail({ smtpUrl, mailFrom }: Settings): readonly Problem[] {
  if (smtpUrl === null || mailFrom !== null) return [];
  return [
    {
      id: "invalid-value",
      setting: SETTING_RULES.mailFrom.variable,
      message: "WATCHBELL_SMTP_URL is set, but not who the mails come from.",
      hint: "Set it to an address that the mail server lets you send from, such as Watchbell <watchbell@example.org>.",
    },
  ];
}

/** Every process on one database needs the same key, and a key file is on one machine. */
function noKeyToShare({ databaseUrl, secretKey }: Settings, found: readonly Problem[]): readonly Problem[] {
  const { variable } = SETTING_RULES.secretKey;
  // What is wrong with the key that was given is told already.
  if (databaseUrl === null || secretKey !== null || found.some(({ setting }) => setting.startsWith(variable)))
    return [];
  return [
    {
      id: "invalid-value",
      setting: variable,
      message: "WATCHBELL_DATABASE_URL is set, but not the secret that credentials are sealed with.",
      hint: "Set it to the same value for every process on this database; make one with: openssl rand -base64 32",
    },
  ];
}

/** On SQLite there is one process: what it leaves undone nobody does. */
function nobodyForTheRest({ databaseUrl, roles }: Settings, said: Said): readonly Problem[] {
  const left = PROCESS_ROLES.filter((role) => !roles.includes(role));
  if (databaseUrl !== null || left.length === 0) return [];
  return [
    {
      id: "invalid-value",
      setting: said.roles === undefined ? SETTING_RULES.roles.variable : "--roles",
      message: `It leaves out ${left.join(", ")}, and on SQLite there is no other process to do that.`,
      hint: "Remove it, or let several processes share a PostgreSQL database: WATCHBELL_DATABASE_URL.",
    },
  ];
}

/** A provider asks who wants to know, and a client asks somebody. */
function halfOidc(settings: Settings, found: readonly Problem[]): readonly Problem[] {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName } = settings;
  const isAsked = [oidcClientId, oidcClientSecret, oidcName].some((value) => value !== null);
  const missing = oidcIssuer === null ? (isAsked ? "oidcIssuer" : null) : oidcClientId === null ? "oidcClientId" : null;
  // What is wrong with the one that was given is told already.
  if (missing === null || found.some(({ setting }) => setting.startsWith(SETTING_RULES[missing].variable))) return [];
  return [
    {
      id: "invalid-value",
      setting: SETTING_RULES[missing].variable,
      message: "Log-in with an OpenID Connect provider is set only in part; this is missing.",
      hint: "Set WATCHBELL_OIDC_ISSUER, WATCHBELL_OIDC_CLIENT_ID and, if the provider gave one, WATCHBELL_OIDC_CLIENT_SECRET.",
    },
  ];
}

function unknownVariables(env: Environment["env"]): readonly Problem[] {
  const ofServer = SETTING_NAMES.map((name) => SETTING_RULES[name].variable);
  const others = [CLIENT_VARIABLES, LAMBDA_VARIABLES].flatMap((variables) => Object.values<string>(variables));
  const fileable = [...ofServer, ...others, NEW_SECRET_KEY_VARIABLE];
  const known = [CONFIG_VARIABLE, ...fileable, ...fileable.map((variable) => `${variable}_FILE`)];
  return Object.keys(env)
    .filter((variable) => variable.startsWith("WATCHBELL_") && env[variable] !== "" && !known.includes(variable))
    .sort()
    .map((variable) => unknownVariable(variable, known));
}

function unknownVariable(variable: string, known: readonly string[]): Problem {
  const problem = { id: "unknown-setting", setting: variable, message: "There is no such setting." } as const;
  if (/^WATCHBELL_(SERVICE_|PORT_\d)/.test(variable)) {
    const hint = `Kubernetes sets it for a Service named "watchbell": set enableServiceLinks: false in the pod, or rename the Service.`;
    return { ...problem, hint };
  }
  const near = nearestName(variable, known);
  const hint = near === null ? "Remove it; docs/configuration.md lists the settings." : `Did you mean ${near}?`;
  return { ...problem, hint };
}
