import { randomBytes } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import { openPostgresStore, type PostgresStoreOptions } from "../src/store/sql/postgres-store.ts";
import type { OpenStore } from "./contracts/store/stage.ts";
import { createFakeClock } from "./fake-clock.ts";
import { queryRows } from "./postgres/query-rows.ts";
import { TEST_MASTER_KEY } from "./sqlite-stage.ts";

const TEST_START_AT = Date.UTC(2026, 2, 1, 12);
const TEMPLATE = "watchbell_template";

/** A store on a PostgreSQL database of its own, and the database itself. */
export interface PostgresStage extends OpenStore {
  readonly url: string;
  /** Reads or writes behind the store's back. */
  raw<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Opens one more store on the same database, as another process does; the caller closes it. */
  another(options?: Partial<PostgresStoreOptions>): ReturnType<typeof openPostgresStore>;
}

/** Why there is no PostgreSQL to test on; null when there is one. */
export function postgresMissing(): string | null {
  const postgres = inject("postgres");
  return postgres.kind === "missing" ? postgres.reason : null;
}

/** Databases that are empty again: to empty one takes a fifth of the time of making one. */
const emptied: string[] = [];

/** Opens an empty PostgreSQL store in a database of its own, on a fake clock. */
export async function openPostgresStage(options: Partial<PostgresStoreOptions> = {}): Promise<PostgresStage> {
  const url = emptied.pop() ?? (await createDatabase());
  const clock = createFakeClock(TEST_START_AT);
  const open = (change: Partial<PostgresStoreOptions> = {}) =>
    openPostgresStore({
      url,
      masterKey: TEST_MASTER_KEY,
      baseUrl: "https://watchbell.test",
      now: clock.now,
      ...options,
      ...change,
    });
  let store = await open();
  return {
    store,
    clock,
    url,
    raw: async (text, values = []) => await queryRows(url, text, values),
    another: open,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async close() {
      await store.close();
      await emptyDatabase(url);
      emptied.push(url);
    },
  };
}

export interface DatabaseOptions {
  /** Not even a schema. */
  readonly empty?: boolean;
  /** What follows `create database …`. */
  readonly clauses?: string;
}

/** Makes a database with the newest schema and nothing in it; says its URL. */
export async function createDatabase({ empty = false, clauses = "" }: DatabaseOptions = {}): Promise<string> {
  const postgres = inject("postgres");
  if (postgres.kind === "missing") throw new Error(postgres.reason);
  const answer = await fetch(postgres.askAt);
  const server = await answer.text();
  if (!answer.ok) throw new Error(`PostgreSQL could not be started: ${server}`);
  const name = `watchbell_${randomBytes(6).toString("hex")}`;
  const template = empty ? "template0" : TEMPLATE;
  await queryRows(`${server}postgres`, `create database ${name} template ${template} strategy file_copy ${clauses}`);
  return `${server}${name}`;
}

/** Deletes every row but the schema's own. */
async function emptyDatabase(url: string): Promise<void> {
  const tables = await queryRows<{ name: string }>(
    url,
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
  );
  const deletions = tables.map(({ name }) =>
    name === "meta" ? "delete from meta where name not like 'schema%'" : `delete from "${name}"`,
  );
  // A replica deletes what it is told to, without looking at what refers to it.
  await queryRows(url, ["set session_replication_role = replica", ...deletions].join("; "));
}
