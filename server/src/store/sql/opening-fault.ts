import { databaseName } from "../../config/database-name.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { asStoreError } from "./unavailable.ts";

/** Why a database is not opened, and what to do. */
type Advice = readonly [why: string, remedy: string];

/** What the way to a database that leads nowhere is called by Node.js, and by the driver, which has no codes. */
const ON_THE_WAY: readonly (readonly [RegExp, ...Advice])[] = [
  [/^ENOTFOUND$/, "nobody knows its host", "Correct the host in the URL, or look at the DNS of this machine."],
  [/^EAI_/, "its host could not be looked up", "Look at the DNS of this machine, and at the host in the URL."],
  [/^ECONNREFUSED$/, "nobody listens there", "Start PostgreSQL, or correct host and port in the URL."],
  [/^ENOENT$/, "nobody listens there", "Start PostgreSQL, or correct the folder of its socket in the URL."],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, "no way leads there", "Look at the network, and at the host in the URL."],
  [
    /^ETIMEDOUT$|timeout/i,
    "nobody answered in time",
    "Look for a firewall in between, and at host and port in the URL.",
  ],
  [
    /does not support SSL/,
    "it does not speak TLS",
    "Switch TLS on in PostgreSQL, or take sslmode out of the URL where the way there is safe.",
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS_/,
    "its certificate is not trusted",
    "Name its authority in the URL, with sslrootcert=/path/to/ca.pem, and its host as the certificate does.",
  ],
  [/./, "whoever answers there does not speak as PostgreSQL does", "Look at host and port in the URL, and at sslmode."],
];

/** What PostgreSQL's refusals ask for, by their codes or the first letters of these. Its own words say the rest. */
const REMEDIES: readonly (readonly [code: string, remedy: string])[] = [
  ["25006", "Name a database that can be written to: a standby cannot."],
  ["28", "Correct user and password in the URL, or let pg_hba.conf admit them."],
  ["3D000", "Correct the name in the URL, or make it: create database … encoding 'UTF8' template template0"],
  [
    "42501",
    "Make this user the owner: alter database … owner to …, and of tables that another user made: reassign owned by … to …",
  ],
  ["42703", "These are tables of another program: make a database for Watchbell alone."],
  ["42P07", "These are tables of another program: make a database for Watchbell alone."],
  ["53300", "Stop what holds its connections, or raise max_connections: each Watchbell takes up to 11."],
  ["57P03", "Try again when it has started."],
];

/**
 * Turns what went wrong while a PostgreSQL database was opened into words for whoever opens it: which database, why, and
 * what to do. Never with the password. What is no fault of the database's stays as it is.
 */
export function openingFault(error: unknown, url: string): unknown {
  const known = asStoreError(error);
  const place = `The database ${databaseName(url)}`;
  const cause = known instanceof StoreUnavailable && known.cause instanceof Error ? known.cause : error;
  if (!(cause instanceof Error) || (known instanceof Error && known.message.startsWith(place))) return known;
  if ("severity" in cause) {
    const remedy = REMEDIES.find(([code]) => "code" in cause && String(cause.code).startsWith(code))?.[1];
    if (remedy === undefined) return known;
    return new StoreUnavailable(`${place} cannot be used: ${cause.message}. ${remedy}`, { cause });
  }
  if (!(known instanceof StoreUnavailable)) return known;
  const code = "code" in cause ? String(cause.code) : null;
  const found = ON_THE_WAY.find(([pattern]) => pattern.test(code ?? cause.message));
  if (found === undefined) return known;
  const [, why, remedy] = found;
  const told = code === null ? why : `${why} (${code})`;
  return new StoreUnavailable(`${place} cannot be reached: ${told}. ${remedy}`, { cause });
}
