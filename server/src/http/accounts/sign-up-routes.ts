import { z } from "zod";
import { askForPassword, lookAtPasswordLink, usePasswordLink } from "../../actions/accounts/reset-password.ts";
import { signUp } from "../../actions/accounts/sign-up.ts";
import type { App } from "../../actions/app.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { sessionAnswer } from "./session-routes.ts";
import { AccountName, Email, FirstZone, LinkToken, Password, SessionAnswer } from "./session-schema.ts";

const section = "Session";

const SignUpBody = z
  .strictObject({
    email: Email,
    password: Password,
    name: AccountName.optional(),
    invite: LinkToken.optional().describe("The token in the link of an invitation."),
    timezone: FirstZone,
  })
  .meta({ id: "SignUpInput" });
const CheckMail = z.strictObject({ state: z.literal("check-mail") }).meta({ id: "CheckMail" });
const ResetBody = z.strictObject({ email: Email }).meta({ id: "PasswordResetInput" });
const NewPasswordBody = z.strictObject({ password: Password }).meta({ id: "NewPasswordInput" });
/** What a link for a password is for. */
export const PasswordLinkAnswer = z
  .strictObject({
    kind: z.enum(["password", "sign-up"]).describe("A new password, or the end of a sign-up."),
    email: z.string(),
  })
  .meta({ id: "PasswordLink" });
const TokenParams = z.strictObject({ token: z.string() });

/** How an account is made, and gets another password. */
export function signUpRoutes(app: App): readonly Route[] {
  return [signUpRoute(app), askRoute(app), lookRoute(app), useRoute(app)];
}

function signUpRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/accounts",
    needs: "anyone",
    section,
    summary: "Sign up",
    description:
      "Where mail can be sent the answer is 202 for a known address as for a new one, and a link is mailed with which the " +
      "password is chosen. Whoever comes with an invitation that was mailed to the address is signed in at once.",
    params: Nothing,
    query: Nothing,
    body: SignUpBody,
    answers: { 201: SessionAnswer, 202: CheckMail },
    handle: async ({ caller, body }) => {
      const signedUp = await signUp(app, caller, body);
      if (signedUp.kind === "check-mail") return { status: 202, json: { state: "check-mail" } };
      return await sessionAnswer(app, signedUp.session, 201);
    },
  });
}

function askRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/password-resets",
    needs: "anyone",
    section,
    summary: "Have a link for a new password mailed",
    description: "The answer is the same for an address that has no account.",
    params: Nothing,
    query: Nothing,
    body: ResetBody,
    answers: { 202: CheckMail },
    handle: async ({ caller, body }) => {
      await askForPassword(app, caller, body.email);
      return { status: 202, json: { state: "check-mail" } };
    },
  });
}

function lookRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/password-resets/{token}",
    needs: "anyone",
    section,
    summary: "Tell what a link for a password is for",
    params: TokenParams,
    query: Nothing,
    body: null,
    answers: { 200: PasswordLinkAnswer },
    handle: async ({ caller, params }) => {
      const { kind, email } = await lookAtPasswordLink(app, caller, params.token);
      return { status: 200, json: { kind, email } };
    },
  });
}

function useRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/password-resets/{token}",
    needs: "anyone",
    section,
    summary: "Choose a password with a link, and log in",
    description: "Every other session of the account ends. With a second factor that is asked for all the same.",
    params: TokenParams,
    query: Nothing,
    body: NewPasswordBody,
    answers: { 200: SessionAnswer },
    handle: async ({ caller, params, body }) =>
      sessionAnswer(app, await usePasswordLink(app, caller, { token: params.token, password: body.password })),
  });
}
