import { Socket } from "node:net";
import { Kysely, type PostgresPool, type PostgresPoolClient, type TransactionBuilder } from "kysely";
import pg from "pg";
import { StoreUnavailable } from "../../model/index.ts";
import type { Database } from "./database.ts";
import { type ColumnTypes, TwoFacedPostgresDialect } from "./dialect.ts";
import { isConflict } from "./unavailable.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** How many connections at most; absent: 10. */
  readonly maxConnections?: number | undefined;
  /** True for maintenance, which may take long, such as a new index on a large table: then nothing is cut off. */
  readonly isPatient?: boolean | undefined;
}

/** What the connections of servers are called in the database, and of what is done while none runs. */
export const SERVER_NAME = "watchbell";
const MAINTENANCE_NAME = "watchbell maintenance";
const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** A process that was stopped in the middle of a transaction holds its rows no longer than this. */
const IDLE_IN_TRANSACTION_MS = 5_000;
/** Longer than the above, so that whoever waits for such rows gets them. */
const LOCK_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 20_000;
/** The database ends a statement before this; what takes longer is a connection that nobody answers on. */
const ANSWER_TIMEOUT_MS = 25_000;
/** A connection that does not end by itself within this time after it was told good-bye is dead: it is cut off. */
const FAREWELL_MS = 2_000;
/** So often a transaction that met another one is begun again. */
const MAX_ATTEMPTS = 4;

/** The driver takes these for `verify-full`, with a long warning that a later one may not: so it is told outright. */
const TAKEN_FOR_VERIFIED = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;
const LIKE_LIBPQ = /[?&]uselibpqcompat=true(?=&|$)/;

const INT8 = 20;
const BYTEA = 17;

/** Numbers as numbers and bytes as plain bytes, for our connections only: other users of the driver have their own. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === INT8) return Number;
    if (oid === BYTEA) return (text: string) => new Uint8Array(pg.types.getTypeParser(BYTEA, "text")(text));
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig["getTypeParser"],
};

/** What every connection to the database is made with. */
export function connectionConfig({ url, isPatient = false }: PostgresOptions): pg.ClientConfig {
  const limits = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  };
  return {
    connectionString: LIKE_LIBPQ.test(url) ? url : url.replace(TAKEN_FOR_VERIFIED, "$1verify-full"),
    application_name: isPatient ? MAINTENANCE_NAME : SERVER_NAME,
    keepAlive: true,
    types: TYPES,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(isPatient ? {} : limits),
  };
}

/** A PostgreSQL database whose transactions are begun again when they met another one. */
class PostgresDatabase extends Kysely<Database> {
  override transaction(): TransactionBuilder<Database> {
    // Every lock is taken row by row; what is read after it is as the one who held it left it.
    const builder = super.transaction().setIsolationLevel("read committed");
    const once: typeof builder.execute = builder.execute.bind(builder);
    const execute: typeof once = (callback) => retryConflicts(() => once(callback));
    return Object.assign(builder, { execute });
  }
}

/** Opens a PostgreSQL database. The types of its columns are told once they have been read. */
export function openPostgresDatabase(options: PostgresOptions): {
  readonly db: Kysely<Database>;
  readonly setColumnTypes: (types: ColumnTypes) => void;
} {
  let columnTypes: ColumnTypes = new Map();
  const sockets = new Set<Socket>();
  const pool = new pg.Pool({
    ...connectionConfig(options),
    max: options.maxConnections ?? MAX_CONNECTIONS,
    stream: () => keepUntilClosed(sockets, new Socket()),
  });
  // A connection that breaks while nobody uses it is replaced when the next one is needed.
  pool.on("error", () => {});
  // One that breaks between two statements of a transaction is told by the next of them; nobody else listens there.
  pool.on("connect", (client) => client.on("error", () => {}));
  const dialect = new TwoFacedPostgresDialect({ pool: guardPool(pool, sockets) }, () => columnTypes);
  return {
    db: new PostgresDatabase({ dialect }),
    setColumnTypes(types) {
      columnTypes = types;
    },
  };
}

function keepUntilClosed(sockets: Set<Socket>, socket: Socket): Socket {
  sockets.add(socket);
  socket.once("close", () => sockets.delete(socket));
  return socket;
}

async function retryConflicts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

/** Tells a database that says no from one that cannot be reached. */
function guardPool(pool: pg.Pool, sockets: ReadonlySet<Socket>): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end() {
      // On a line that went dead a good-bye is never answered, and would keep the process from ending.
      for (const socket of sockets) socket.setTimeout(FAREWELL_MS, () => socket.destroy());
      return pool.end();
    },
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw asReachable(error);
      });
      const known = guarded.get(client) ?? guardClient(client);
      guarded.set(client, known);
      return known;
    },
  };
}

/** A client that is not given to anybody again once its connection broke. */
function guardClient(client: pg.PoolClient): PostgresPoolClient {
  let broken = false;
  const query = async (text: string, values: readonly unknown[]) => {
    // The transaction ended with its connection.
    if (broken && text === "rollback") return { command: "ROLLBACK", rowCount: 0, rows: [] };
    try {
      return await client.query(text, values.map(storable));
    } catch (error) {
      broken ||= !(error instanceof pg.DatabaseError) || error.severity === "FATAL";
      throw asReachable(error);
    }
  };
  return {
    // Kysely asks for cursors too, which nobody here uses.
    query: query as unknown as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy || broken),
  };
}

/** PostgreSQL's texts hold every character but this one. */
function storable(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

function asReachable(error: unknown): unknown {
  if (error instanceof pg.DatabaseError || error instanceof StoreUnavailable) return error;
  return new StoreUnavailable(`The store cannot take this now: the database cannot be reached (${whyOf(error)}).`, {
    cause: error,
  });
}

/** The system's code, else the driver's words: neither holds anything of the URL. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error ? String(error.code) : error.message;
}
