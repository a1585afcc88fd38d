import type { ProcessRole } from "./process-roles.ts";

/** Everything that can be set, parsed once and frozen. How it is read: parse-settings.ts. */
export interface Settings {
  /** WATCHBELL_HOST, default `127.0.0.1`. */
  readonly host: string;
  /** WATCHBELL_PORT, default 7200; 0 takes a free one. */
  readonly port: number;
  /** WATCHBELL_DATA_DIR, default `./data`, absolute. */
  readonly dataDir: string;
  /** WATCHBELL_DATABASE_URL: a PostgreSQL database; null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  /** WATCHBELL_ROLES, or `serve --roles`: what this process does; default all of it. */
  readonly roles: readonly ProcessRole[];
  /** WATCHBELL_STOP_DELAY: seconds for which a process that is asked to stop goes on, saying that it is not ready; default 0. */
  readonly stopDelaySeconds: number;
  /** WATCHBELL_BASE_URL, without a slash at the end; default `http://localhost:{port}`. */
  readonly baseUrl: string;
  /** WATCHBELL_SECRET_KEY; null: the key file in the data folder. */
  readonly secretKey: string | null;
  /** WATCHBELL_OUTGOING, default `private`. */
  readonly outgoing: "private" | "public";
  /** WATCHBELL_TRUSTED_PROXIES: addresses and CIDR ranges, comma-separated; default none. */
  readonly trustedProxies: readonly string[];
  /** WATCHBELL_LOG_LEVEL, default `info`. */
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** WATCHBELL_PING_BODY_LIMIT: bytes kept of a ping's body, default 10,000; null (`none`): all of it. */
  readonly pingBodyLimitBytes: number | null;
  /** WATCHBELL_KEY_LIMIT: requests a minute with one key, pings aside; default 60,000; null (`none`): no limit. */
  readonly keyLimitPerMinute: number | null;
  /** WATCHBELL_ADDRESS_LIMIT: requests a minute from one address, with pings; default null (`none`): no limit. */
  readonly addressLimitPerMinute: number | null;
  /** WATCHBELL_MAX_CONNECTIONS: open at a time, default 10,000; null (`none`): no limit. */
  readonly maxConnections: number | null;
  /** WATCHBELL_MAX_CONNECTIONS_PER_ADDRESS: open at a time from one address, default 1,000; null (`none`): no limit. */
  readonly maxConnectionsPerAddress: number | null;
  /** WATCHBELL_BOOTSTRAP_API_KEY: value of the first write key, at least 16 characters; null: generated. */
  readonly bootstrapApiKey: string | null;
  /** WATCHBELL_BOOTSTRAP_PING_KEY: value of the first ping key, at least 16 characters; null: generated. */
  readonly bootstrapPingKey: string | null;
  /** WATCHBELL_OPEN_HEARTBEAT, default false: the default project's pulses are also taken at `/heartbeat`, without a key. */
  readonly openHeartbeat: boolean;
  /** WATCHBELL_SMTP_URL: the mail server for mails to accounts; null: none, so no mail is sent to them. */
  readonly smtpUrl: string | null;
  /** WATCHBELL_MAIL_FROM: the sender of mails to accounts; not null when `smtpUrl` is not. */
  readonly mailFrom: string | null;
  /** WATCHBELL_OIDC_ISSUER: the OpenID Connect provider that people can log in with; null: none. */
  readonly oidcIssuer: string | null;
  /** WATCHBELL_OIDC_CLIENT_ID; not null when `oidcIssuer` is not. */
  readonly oidcClientId: string | null;
  /** WATCHBELL_OIDC_CLIENT_SECRET; null: the provider knows us as a client without one. */
  readonly oidcClientSecret: string | null;
  /** WATCHBELL_OIDC_NAME: what people call the provider; null: its host. */
  readonly oidcName: string | null;
}
