import type { Account } from "../../model/index.ts";
import type { Store } from "../../store/ports.ts";
import { CliFault } from "../cli-fault.ts";

/** Finds the account of an e-mail that was typed. */
export async function findAccount(store: Store, email: string): Promise<Account> {
  const found = await store.accounts.findByEmail(email.trim());
  if (found === null)
    throw new CliFault("No account has this e-mail.", "`watchbell users list` tells which there are.");
  return found.account;
}
