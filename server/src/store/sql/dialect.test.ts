import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { perDialect, TwoFacedPostgresDialect } from "./dialect.ts";

const sqlite = new Kysely<{ t: { a: string } }>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
const pool = {
  options: {},
  end: async () => {},
  connect: () => Promise.reject(new Error("nobody connects here")),
};
const postgres = new Kysely<{ t: { a: string } }>({ dialect: new TwoFacedPostgresDialect({ pool }, () => new Map()) });

describe("SQL of two versions", () => {
  const both = (value: string) =>
    perDialect<boolean>({ sqlite: () => sql`instr(a, ${value})`, postgres: () => sql`strpos(a, ${value})` });

  it("is compiled as each database wants it, inside a query and inside other SQL", () => {
    const query = (db: typeof sqlite) =>
      db
        .selectFrom("t")
        .select("a")
        .where(sql<boolean>`not ${both("x")}`)
        .compile();
    expect(query(sqlite)).toMatchObject({ sql: 'select "a" from "t" where not instr(a, ?)', parameters: ["x"] });
    expect(query(postgres)).toMatchObject({ sql: 'select "a" from "t" where not strpos(a, $1)', parameters: ["x"] });
  });

  it("makes only the version that is asked for", () => {
    const never = (): never => {
      throw new Error("the other version was made");
    };
    const onlySqlite = perDialect({ sqlite: () => sql`1`, postgres: never });
    const onlyPostgres = perDialect({ sqlite: never, postgres: () => sql`2` });
    expect(onlySqlite.compile(sqlite).sql).toBe("1");
    expect(onlyPostgres.compile(postgres).sql).toBe("2");
  });
});

/** What only SQLite understands; dialect.ts has the words of both. */
const SQLITE_WORDS = /json_each|json_extract|->>|\binstr\(|\browid\b|\bifnull\(|\bmax\([^)]*,|\bmin\([^)]*,|insert or /;
const BOTH_SIDES = ["dialect.ts", "json-rows.ts"];

describe("queries for both databases", () => {
  it("say nothing in words that only SQLite understands, except where both versions stand", () => {
    const folder = import.meta.dirname;
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !BOTH_SIDES.includes(file),
    );
    expect(files.length).toBeGreaterThan(50);
    // Migrations are translated or stand in both versions; the driver and the tools of SQLite speak to it alone.
    const shared = files.filter((file) => !/^migrations|sqlite|lock/.test(file));
    const found = shared.flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/sql(?:<[^`]*>)?`([^`]*)`/g)]
        .filter(([, text = ""]) => SQLITE_WORDS.test(text))
        .map(([text]) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});
