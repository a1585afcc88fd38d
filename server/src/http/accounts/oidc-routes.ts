import { z } from "zod";
import { orderLink, unlinkOidc } from "../../actions/accounts/link-oidc.ts";
import type { App } from "../../actions/app.ts";
import { ownPath } from "../../lib/own-path.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { AgainBody, Password } from "./session-schema.ts";

const section = "Account";

const LinkBody = z
  .strictObject({
    password: Password.optional().describe("The password of the account; not needed when the log-in is fresh."),
    next: z.string().max(2_000).default("/settings/account").describe("Where it ends; with `problem` when it failed."),
  })
  .meta({ id: "LinkAccountInput" });
/** Where an account is linked. */
export const LinkAnswer = z
  .strictObject({ url: z.string().describe("Go there with the browser within 10 minutes; good once.") })
  .meta({ id: "LinkAccount" });

/** How an account is linked with the OpenID Connect provider. Logging in there begins at `/auth/oidc/start`. */
export function oidcRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/account/oidc",
      needs: "account",
      section,
      summary: "Begin to link one's own account with the OpenID Connect provider",
      params: Nothing,
      query: Nothing,
      body: LinkBody,
      answers: { 200: LinkAnswer },
      handle: async ({ caller, body }) => {
        const { password, next } = body;
        return { status: 200, json: { url: await orderLink(app, caller, { password, next: ownPath(next) }) } };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/account/oidc",
      needs: "account",
      section,
      summary: "Part one's own account from the OpenID Connect provider",
      description: "The password is asked for unless the log-in is fresh.",
      params: Nothing,
      query: Nothing,
      body: AgainBody,
      answers: { 204: null },
      handle: async ({ caller, body }) => {
        await unlinkOidc(app, caller, body.password);
        return { status: 204 };
      },
    }),
  ];
}
