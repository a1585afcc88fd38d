import { parseBodyLimit, parseLimit, parseStopDelay } from "./limit-values.ts";
import type { Parsed } from "./parsed.ts";
import {
  parseApiKey,
  parseBaseUrl,
  parseChoice,
  parseDatabaseUrl,
  parseHost,
  parseIssuer,
  parseMailFrom,
  parseMailServer,
  parseName,
  parsePingKey,
  parsePort,
  parseProxies,
  parseRoles,
  parseSecretKey,
  parseSwitch,
} from "./setting-values.ts";
import type { Settings } from "./settings.ts";

/** How one setting is named outside and read. */
export interface SettingRule<T> {
  readonly variable: string;
  /** A secret is never repeated in a message and must be text in the file. */
  readonly secret: boolean;
  readonly parse: (text: string) => Parsed<T>;
}

type SettingRules = { readonly [Name in keyof Settings]: SettingRule<Settings[Name]> };

/** Every setting of the server. The keys are those of the YAML file. */
export const SETTING_RULES: SettingRules = {
  host: { variable: "WATCHBELL_HOST", secret: false, parse: parseHost },
  port: { variable: "WATCHBELL_PORT", secret: false, parse: parsePort },
  dataDir: { variable: "WATCHBELL_DATA_DIR", secret: false, parse: (text) => ({ ok: true, value: text }) },
  databaseUrl: { variable: "WATCHBELL_DATABASE_URL", secret: true, parse: parseDatabaseUrl },
  roles: { variable: "WATCHBELL_ROLES", secret: false, parse: parseRoles },
  stopDelaySeconds: { variable: "WATCHBELL_STOP_DELAY", secret: false, parse: parseStopDelay },
  baseUrl: { variable: "WATCHBELL_BASE_URL", secret: false, parse: parseBaseUrl },
  secretKey: { variable: "WATCHBELL_SECRET_KEY", secret: true, parse: parseSecretKey },
  outgoing: { variable: "WATCHBELL_OUTGOING", secret: false, parse: parseChoice(["private", "public"]) },
  trustedProxies: { variable: "WATCHBELL_TRUSTED_PROXIES", secret: false, parse: parseProxies },
  logLevel: {
    variable: "WATCHBELL_LOG_LEVEL",
    secret: false,
    parse: parseChoice(["debug", "info", "warn", "error", "silent"]),
  },
  pingBodyLimitBytes: { variable: "WATCHBELL_PING_BODY_LIMIT", secret: false, parse: parseBodyLimit },
  keyLimitPerMinute: { variable: "WATCHBELL_KEY_LIMIT", secret: false, parse: parseLimit },
  addressLimitPerMinute: { variable: "WATCHBELL_ADDRESS_LIMIT", secret: false, parse: parseLimit },
  maxConnections: { variable: "WATCHBELL_MAX_CONNECTIONS", secret: false, parse: parseLimit },
  maxConnectionsPerAddress: { variable: "WATCHBELL_MAX_CONNECTIONS_PER_ADDRESS", secret: false, parse: parseLimit },
  bootstrapApiKey: { variable: "WATCHBELL_BOOTSTRAP_API_KEY", secret: true, parse: parseApiKey },
  bootstrapPingKey: { variable: "WATCHBELL_BOOTSTRAP_PING_KEY", secret: true, parse: parsePingKey },
  openHeartbeat: { variable: "WATCHBELL_OPEN_HEARTBEAT", secret: false, parse: parseSwitch },
  smtpUrl: { variable: "WATCHBELL_SMTP_URL", secret: true, parse: parseMailServer },
  mailFrom: { variable: "WATCHBELL_MAIL_FROM", secret: false, parse: parseMailFrom },
  oidcIssuer: { variable: "WATCHBELL_OIDC_ISSUER", secret: false, parse: parseIssuer },
  oidcClientId: { variable: "WATCHBELL_OIDC_CLIENT_ID", secret: false, parse: parseName },
  oidcClientSecret: {
    variable: "WATCHBELL_OIDC_CLIENT_SECRET",
    secret: true,
    parse: (text) => ({ ok: true, value: text }),
  },
  oidcName: { variable: "WATCHBELL_OIDC_NAME", secret: false, parse: parseName },
};

/** The names of all settings, in the order of their documentation. */
export const SETTING_NAMES = Object.keys(SETTING_RULES) as readonly (keyof Settings)[];

/** The variable that names the configuration file. */
export const CONFIG_VARIABLE = "WATCHBELL_CONFIG";

/** What the command line reads of the environment; the server knows these and leaves them alone. */
export const CLIENT_VARIABLES = {
  url: "WATCHBELL_URL",
  apiKey: "WATCHBELL_API_KEY",
  pingKey: "WATCHBELL_PING_KEY",
  topicHash: "WATCHBELL_TOPIC_HASH",
} as const;

/** The secret that `watchbell rotate-key` puts in the place of WATCHBELL_SECRET_KEY; the server leaves it alone. */
export const NEW_SECRET_KEY_VARIABLE = "WATCHBELL_NEW_SECRET_KEY";

/** What the functions on AWS Lambda are told besides (parse-lambda-settings.ts); the server leaves it alone. */
export const LAMBDA_VARIABLES = {
  table: "WATCHBELL_TABLE",
  queueUrl: "WATCHBELL_QUEUE_URL",
  keepPings: "WATCHBELL_KEEP_PINGS",
} as const;
