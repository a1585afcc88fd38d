import type { AccountsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the accounts port of a DynamoDB store. */
export function createAccounts(_deps: DynamoDeps): AccountsPort {
  return notBuilt<AccountsPort>("accounts");
}
