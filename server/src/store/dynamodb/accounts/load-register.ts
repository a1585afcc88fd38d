import type { Item } from "../item.ts";
import { metaKey } from "../keys.ts";
import type { Reader } from "../port.ts";
import type { Transaction } from "../transact.ts";

/**
 * How many accounts there are, and who of them are operators. Whoever makes or deletes an account writes it, so that of
 * two who are the first, or who go last, one sees the other.
 */
export interface Register {
  readonly count: number;
  readonly operators: readonly string[];
}

const KEY = metaKey("accounts");

/** Loads the register of accounts. */
export async function loadRegister(reader: Reader): Promise<Register> {
  const item: Item | null = await reader.get(KEY);
  return { count: Number(item?.count ?? 0), operators: (item?.operators as readonly string[] | undefined) ?? [] };
}

/** Writes the register, which the transaction has loaded. */
export function putRegister(trx: Transaction, { count, operators }: Register): void {
  trx.put({ ...KEY, count, operators });
}

/** Says whether anybody has an account. */
export async function hasAccounts(reader: Reader): Promise<boolean> {
  return (await loadRegister(reader)).count > 0;
}
