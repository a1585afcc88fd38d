import type { Bootstrapped } from "../actions/bootstrap-project.ts";
import { databaseName } from "../config/database-name.ts";
import { PROCESS_ROLES } from "../config/process-roles.ts";
import type { Settings } from "../config/settings.ts";

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** What every start tells: where it is, where the data lies, what it may reach. */
export function startLines(settings: Settings, keySource: string): readonly string[] {
  const takesRequests = settings.roles.includes("http");
  const lines = [
    takesRequests
      ? `Watchbell runs at ${settings.baseUrl}`
      : `Watchbell runs without http; how it is tell /healthz, /readyz and /metrics at ${listenAddress(settings)}`,
    `  Roles       ${settings.roles.join(", ")}${settings.roles.length === PROCESS_ROLES.length ? " (all)" : ""}`,
    `  Data        ${settings.databaseUrl === null ? settings.dataDir : `PostgreSQL, database ${databaseName(settings.databaseUrl)}`}`,
    `  Master key  ${keySource === "environment" ? "from WATCHBELL_SECRET_KEY" : `${keySource}  (back it up with the data)`}`,
    ...(takesRequests ? [`  API docs    ${settings.baseUrl}/api/docs`] : []),
    `  Outgoing    ${settings.outgoing === "private" ? "private: may reach loopback and private networks" : "public: only globally routable addresses"}`,
  ];
  if (settings.outgoing === "private" && !LOOPBACK.includes(settings.host)) {
    lines.push(
      `Warning: it listens on ${settings.host}, and whoever has a write key can make it send into your private network.`,
      "         Set WATCHBELL_OUTGOING=public unless you trust them all.",
    );
  }
  return lines;
}

/** Where a process listens, as a URL. */
export function listenAddress({ host, port }: Pick<Settings, "host" | "port">): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What every start tells while nobody has an account: the link with which the first one is made. */
export function setUpLines(link: string, { databaseUrl }: Pick<Settings, "databaseUrl">): readonly string[] {
  const until = databaseUrl === null ? "the next start" : "there is one";
  return [
    "",
    `Nobody has an account yet. Make the first one, its owner, with this link; it is good until ${until}:`,
    `  ${link}`,
    "",
  ];
}

/** What the first start tells besides: the keys, once, and what to do next. */
export function firstStartLines(settings: Settings, made: Bootstrapped): readonly string[] {
  return [
    "",
    "First start: project `default` was made. Keep these keys; they are not shown again.",
    `  Write key   ${settings.bootstrapApiKey === null ? made.writeKey : "as set by WATCHBELL_BOOTSTRAP_API_KEY"}`,
    `  Read key    ${made.readKey}`,
    `  Ping key    ${settings.bootstrapPingKey === null ? made.pingKey : "as set by WATCHBELL_BOOTSTRAP_PING_KEY"}`,
    "",
    `Your first heartbeat, notified to topic ${made.topic} (which writes to this log):`,
    `  curl ${settings.baseUrl}/ping/${made.monitorId}`,
  ];
}
