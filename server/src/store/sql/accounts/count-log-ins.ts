import { sql } from "kysely";
import type { Db } from "../deps.ts";

/** In how many ways an account can log in: its password, each passkey, each provider that it is linked with. */
export async function countLogIns(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ ways: number }>`
    select (select count(*) from accounts where id = ${accountId} and password_hash is not null)
      + (select count(*) from passkeys where account_id = ${accountId})
      + (select count(*) from oidc_links where account_id = ${accountId}) as ways`.execute(db);
  return rows[0]?.ways ?? 0;
}
