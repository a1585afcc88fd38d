/**
 * Where SQLite and PostgreSQL say the same in different words: both versions stand side by side here, or at their place
 * through `perDialect`. Everything else is one query for both.
 */
import {
  createQueryId,
  createRawBuilder,
  type Expression,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  type RawBuilder,
  RawNode,
  sql,
} from "kysely";
import type { Db } from "./deps.ts";

interface Versions<T> {
  readonly sqlite: () => RawBuilder<T>;
  readonly postgres: () => RawBuilder<T>;
}

/** A piece of SQL in two versions; a compiler makes only its own. */
class TwoFacedNode implements RawNode {
  readonly kind = "RawNode";
  readonly #versions: Versions<unknown>;
  #sqlite: RawNode | undefined;

  constructor(versions: Versions<unknown>) {
    this.#versions = versions;
  }

  get sqlFragments(): readonly string[] {
    return this.#sqliteNode().sqlFragments;
  }

  get parameters(): RawNode["parameters"] {
    return this.#sqliteNode().parameters;
  }

  get postgres(): RawNode {
    return rawNodeOf(this.#versions.postgres());
  }

  #sqliteNode(): RawNode {
    this.#sqlite ??= rawNodeOf(this.#versions.sqlite());
    return this.#sqlite;
  }
}

/** SQL that the two databases say differently. */
export function perDialect<T>(versions: Versions<T>): RawBuilder<T> {
  return createRawBuilder({ queryId: createQueryId(), rawNode: new TwoFacedNode(versions) });
}

function rawNodeOf(builder: RawBuilder<unknown>): RawNode {
  const node = builder.toOperationNode();
  if (!RawNode.is(node)) throw new Error("SQL of two versions is made of raw SQL");
  return node;
}

class Compiler extends PostgresQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    super.visitRaw(node instanceof TwoFacedNode ? node.postgres : node);
  }
}

/** The types of the columns, as the database has them, by table. */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** PostgreSQL as Kysely sees it, with the types of its columns once they are known. */
class Adapter extends PostgresAdapter {
  readonly columnTypes: () => ColumnTypes;

  constructor(columnTypes: () => ColumnTypes) {
    super();
    this.columnTypes = columnTypes;
  }
}

type PostgresConfig = ConstructorParameters<typeof PostgresDialect>[0];

/** Kysely's dialect for PostgreSQL, which takes the right version of what `perDialect` made. */
export class TwoFacedPostgresDialect extends PostgresDialect {
  readonly #columnTypes: () => ColumnTypes;

  constructor(config: PostgresConfig, columnTypes: () => ColumnTypes) {
    super(config);
    this.#columnTypes = columnTypes;
  }

  override createQueryCompiler(): Compiler {
    return new Compiler();
  }

  override createAdapter(): Adapter {
    return new Adapter(this.#columnTypes);
  }
}

/** The types of PostgreSQL's columns; null on SQLite, which asks for none. */
export function columnTypesOf(db: Db): ColumnTypes | null {
  const { adapter } = db.getExecutor();
  return adapter instanceof Adapter ? adapter.columnTypes() : null;
}

/** True on PostgreSQL, where others write at the same time: SQLite lets one transaction write at a time. */
export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof Adapter;
}

/**
 * Locks the rows of a query until the transaction ends, as `for …` says, one after another in this order; at the end of
 * a select. On SQLite the whole database is locked already.
 */
export function locking(what: string, inOrderOf?: string): RawBuilder<unknown> {
  const order = inOrderOf === undefined ? "" : `order by ${inOrderOf} `;
  return perDialect({ sqlite: () => sql``, postgres: () => sql.raw(`${order}for ${what}`) });
}

/** What tells the rows of a table apart that has no number of its own. */
export const rowId: RawBuilder<unknown> = perDialect({ sqlite: () => sql`rowid`, postgres: () => sql`ctid` });

/** The later or larger of two values. */
export function greatest(a: RawBuilder<unknown>, b: RawBuilder<unknown>): RawBuilder<number> {
  return perDialect({ sqlite: () => sql`max(${a}, ${b})`, postgres: () => sql`greatest(${a}, ${b})` });
}

/** Whether a text contains another, letter by letter. */
export function contains(text: Expression<string>, part: string): RawBuilder<boolean> {
  return perDialect({
    sqlite: () => sql`instr(${text}, ${part}) > 0`,
    postgres: () => sql`strpos(${text}, ${part}) > 0`,
  });
}

/** Whether a text contains another; letters of ASCII are the same in both cases, every other one is as it is. */
export function mentions(text: Expression<unknown>, part: string): RawBuilder<boolean> {
  return perDialect({
    sqlite: () => sql`instr(lower(${text}), lower(${part})) > 0`,
    postgres: () => sql`strpos(lower(${text} collate "C"), lower(${part}::text collate "C")) > 0`,
  });
}

/** The same of bytes that are text as a rule, and need not be. */
export function bytesMention(bytes: Expression<unknown>, part: string): RawBuilder<boolean> {
  return perDialect({
    sqlite: () => sql`instr(lower(cast(${bytes} as text)), lower(${part})) > 0`,
    // Written with escapes both are ASCII, whatever the bytes are.
    postgres: () =>
      sql`strpos(lower(encode(${bytes}, 'escape') collate "C"), lower(encode(convert_to(${part}::text, 'UTF8'), 'escape') collate "C")) > 0`,
  });
}

/** A number in a JSON text, or null. */
export function jsonNumber(json: Expression<string>, path: readonly string[]): RawBuilder<number> {
  return perDialect({
    sqlite: () => sql`${json} ->> ${sql.lit(`$.${path.join(".")}`)}`,
    postgres: () => sql`(${json}::json #>> ${sql.lit(`{${path.join(",")}}`)})::double precision`,
  });
}

/** The texts of a JSON list, as rows of `value`. */
export function textsOf(list: Expression<string>): RawBuilder<unknown> {
  return perDialect({
    sqlite: () => sql`json_each(${list})`,
    postgres: () => sql`lateral (select json_array_elements_text(${list}::json) as value)`,
  });
}

/** Whether a JSON list of texts holds this one. */
export function listHas(list: Expression<string>, item: string): RawBuilder<boolean> {
  return perDialect({
    sqlite: () => sql`exists (select 1 from json_each(${list}) where value = ${item})`,
    postgres: () => sql`exists (select 1 from json_array_elements_text(${list}::json) as item where item = ${item})`,
  });
}
