import { Command } from "@commander-js/extra-typings";
import { examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { plainText } from "../plain-text.ts";
import { findAccount } from "./find-account.ts";
import { withAccounts } from "./open-accounts.ts";

/** `watchbell users operator`: makes an account an operator. */
export function makeOperatorCommand(context: CliContext) {
  return new Command("operator")
    .description("Make an account an operator, who decides who may sign up. Others stay what they are.")
    .argument("<email>", "e-mail of the account")
    .addHelpText("after", `\nWorks beside a running server.\n${examples("watchbell users operator ann@example.org")}`)
    .action(async (email) => {
      await withAccounts(context, async ({ store }) => {
        const account = await findAccount(store, email);
        await store.accounts.makeOperator(account.id, "command line");
        context.print(`${plainText(account.email)} is an operator.`);
      });
    });
}
