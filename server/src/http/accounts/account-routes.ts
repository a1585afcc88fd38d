import { z } from "zod";
import { changeAccount, changePassword, confirmAddress } from "../../actions/accounts/change-account.ts";
import { deleteOwnAccount, showDeparture } from "../../actions/accounts/delete-account.ts";
import type { App } from "../../actions/app.ts";
import { HistoryList, presentEntry } from "../history/schema.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { PageQuery } from "../shared-schemas.ts";
import { AccountAnswer, AccountName, Email, LinkToken, Password, presentAccount } from "./session-schema.ts";

const section = "Account";

const AccountBody = z
  .strictObject({
    name: AccountName.optional(),
    email: Email.optional(),
    password: Password.optional().describe("The password of the account; needed to change its e-mail."),
  })
  .meta({ id: "AccountInput" });
/** An account after a change. */
export const ChangedAccountAnswer = AccountAnswer.extend({
  mailed: z.boolean().describe("A link was mailed to the new address, which counts once that is opened."),
}).meta({ id: "ChangedAccount" });
const ConfirmBody = z.strictObject({ token: LinkToken }).meta({ id: "ConfirmAddressInput" });
const ProjectNames = z.array(z.strictObject({ id: z.string(), name: z.string() }));
/** What becomes of projects when the account is deleted. */
export const DepartureAnswer = z
  .strictObject({
    deleted: ProjectNames.describe("Nobody else is in them: they go with the account."),
    left: ProjectNames.describe("The account leaves them, and they go on."),
    ownerless: ProjectNames.describe(
      "Others are in them and the account is the last owner: make another member an owner first.",
    ),
    isLastOperator: z.boolean().describe("Others have accounts, and none of them is an operator."),
    isLastAccount: z.boolean().describe("Nobody has an account then; the next start prints a set-up link."),
  })
  .meta({ id: "AccountDeparture" });
const DeleteBody = z
  .strictObject({
    email: Email.describe("The e-mail of the account, so that nobody deletes it by mistake."),
    password: Password.optional().describe("The password of the account; not needed when there is none."),
  })
  .meta({ id: "DeleteAccountInput" });
const PasswordBody = z
  .strictObject({
    current: Password.optional().describe("The password that counts now; not needed when there is none."),
    password: Password,
  })
  .meta({ id: "ChangePasswordInput" });

/** What people change about their own account. */
export function accountRoutes(app: App): readonly Route[] {
  return [
    changeRoute(app),
    confirmRoute(app),
    passwordRoute(app),
    historyRoute(app),
    departureRoute(app),
    deleteRoute(app),
  ];
}

function changeRoute(app: App): Route {
  return defineRoute({
    method: "patch",
    path: "/account",
    needs: "account",
    section,
    summary: "Change one's own name or e-mail",
    params: Nothing,
    query: Nothing,
    body: AccountBody,
    answers: { 200: ChangedAccountAnswer },
    handle: async ({ caller, body }) => {
      const { account, mailed } = await changeAccount(app, caller, body);
      return { status: 200, json: { ...presentAccount(account), mailed } };
    },
  });
}

function confirmRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/email",
    needs: "account",
    section,
    summary: "Take the new e-mail that a link was mailed to",
    params: Nothing,
    query: Nothing,
    body: ConfirmBody,
    answers: { 200: AccountAnswer },
    handle: async ({ caller, body }) => ({
      status: 200,
      json: presentAccount(await confirmAddress(app, caller, body.token)),
    }),
  });
}

function passwordRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/password",
    needs: "account",
    section,
    summary: "Change one's own password",
    description: "Every other session of the account ends.",
    params: Nothing,
    query: Nothing,
    body: PasswordBody,
    answers: { 204: null },
    handle: async ({ caller, body }) => {
      await changePassword(app, caller, body);
      return { status: 204 };
    },
  });
}

function historyRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/account/history",
    needs: "account",
    section,
    summary: "List what happened to one's own account, newest first",
    description: "Log-ins, passwords and sessions, with the addresses they came from.",
    params: Nothing,
    query: PageQuery,
    body: null,
    answers: { 200: HistoryList },
    handle: async ({ caller, query }) => {
      const page = await app.store.accounts.history(caller.account.id, query);
      return { status: 200, json: { history: page.items.map(presentEntry), nextCursor: page.nextCursor } };
    },
  });
}

function departureRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/account/departure",
    needs: "account",
    section,
    summary: "Tell what deleting one's own account does to projects",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 200: DepartureAnswer },
    handle: async ({ caller }) => {
      const { deleted, left, ownerless, ...rest } = await showDeparture(app, caller.account.id);
      return { status: 200, json: { deleted: [...deleted], left: [...left], ownerless: [...ownerless], ...rest } };
    },
  });
}

function deleteRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path: "/account",
    needs: "account",
    section,
    summary: "Delete one's own account for good",
    description:
      "Its sessions end, and the projects that nobody else is in are deleted. What it did stays in the history under its name. Refused while a project with other members would be left without an owner (`last_owner`), or those who stay without an operator (`last_operator`).",
    params: Nothing,
    query: Nothing,
    body: DeleteBody,
    answers: { 204: null },
    handle: async ({ caller, body }) => {
      await deleteOwnAccount(app, caller, body);
      return { status: 204, session: null };
    },
  });
}
