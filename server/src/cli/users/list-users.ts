import { Command } from "@commander-js/extra-typings";
import { instantInWords } from "../../lib/words.ts";
import type { Account } from "../../model/index.ts";
import { examples } from "../api-command.ts";
import type { CliContext } from "../context.ts";
import { renderJson } from "../plain-text.ts";
import { type Column, renderTable } from "../render-table.ts";
import { withAccounts } from "./open-accounts.ts";

const COLUMNS: readonly Column<Account>[] = [
  { title: "E-MAIL", text: ({ email }) => email },
  { title: "NAME", text: ({ name }) => name, flexible: true },
  { title: "OPERATOR", text: ({ isOperator }) => (isOperator ? "yes" : "") },
  { title: "SECOND FACTOR", text: ({ factors }) => factors.join(", ") },
  { title: "LAST SEEN", text: ({ lastSeenAt }) => (lastSeenAt === null ? "never" : instantInWords(lastSeenAt)) },
];

/** `watchbell users list`: who has an account. */
export function listUsersCommand(context: CliContext) {
  return new Command("list")
    .alias("ls")
    .description("List who has an account.")
    .option("--json", "print JSON")
    .addHelpText("after", examples("watchbell users list", "watchbell users list --json"))
    .action(async ({ json }) => {
      const accounts = await withAccounts(context, ({ store }) => store.accounts.list());
      if (json) return context.print(renderJson({ accounts: accounts.map(asJson) }));
      if (accounts.length === 0) {
        return context.print("Nobody has an account yet. `watchbell users set-up` makes a link for the first one.");
      }
      for (const line of renderTable(COLUMNS, accounts, context.columns)) context.print(line);
    });
}

function asJson({ id, email, name, isOperator, factors, createdAt, lastSeenAt }: Account) {
  const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
  return { id, email, name, isOperator, factors, createdAt: at(createdAt), lastSeenAt: at(lastSeenAt) };
}
