import { z } from "zod";
import { type ShownFactor, showSecondFactor } from "../../actions/accounts/second-factor.ts";
import { askForPasskey, logInWithPasskey } from "../../actions/accounts/show-passkey.ts";
import type { App } from "../../actions/app.ts";
import { AppError } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { PasskeyRequestOptions, ShownPasskey } from "./passkey-schema.ts";
import { sessionAnswer } from "./session-routes.ts";
import { SessionAnswer } from "./session-schema.ts";

const section = "Session";

const SecondFactorBody = z
  .strictObject({
    totp: z.string().min(1).max(20).optional().describe("The code that the authenticator app shows now."),
    recoveryCode: z.string().min(1).max(50).optional().describe("One that was not used."),
    passkey: ShownPasskey.optional(),
  })
  .describe("One of the three.")
  .meta({ id: "SecondFactorInput" });
const PasskeyBody = z.strictObject({ passkey: ShownPasskey }).meta({ id: "PasskeyLogInInput" });

/** How people log in beside their password, and after it. */
export function secondFactorRoutes(app: App): readonly Route[] {
  return [secondFactorRoute(app), optionsRoute(app), passkeyRoute(app)];
}

function secondFactorRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/session/second-factor",
    needs: "anyone",
    section,
    summary: "Finish a log-in with the second factor",
    description: "For 10 minutes after the password. A code is good once.",
    params: Nothing,
    query: Nothing,
    body: SecondFactorBody,
    answers: { 200: SessionAnswer },
    handle: async ({ caller, body }) => sessionAnswer(app, await showSecondFactor(app, caller, theOne(body))),
  });
}

function optionsRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/session/passkey-options",
    needs: "anyone",
    section,
    summary: "Begin to log in with a passkey",
    description:
      "After the password for one of the account's passkeys, otherwise for whichever the browser has. Good for 5 minutes and once.",
    params: Nothing,
    query: Nothing,
    body: Nothing,
    answers: { 200: PasskeyRequestOptions },
    handle: async ({ caller }) => ({ status: 200, json: await askForPasskey(app, caller) }),
  });
}

function passkeyRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/session/passkey",
    needs: "anyone",
    section,
    summary: "Log in with a passkey alone",
    params: Nothing,
    query: Nothing,
    body: PasskeyBody,
    answers: { 200: SessionAnswer },
    handle: async ({ caller, body }) => sessionAnswer(app, await logInWithPasskey(app, caller, body.passkey)),
  });
}

function theOne({ totp, recoveryCode, passkey }: z.output<typeof SecondFactorBody>): ShownFactor {
  const shown: ShownFactor[] = [];
  if (totp !== undefined) shown.push({ kind: "totp", code: totp });
  if (recoveryCode !== undefined) shown.push({ kind: "recovery-code", code: recoveryCode });
  if (passkey !== undefined) shown.push({ kind: "passkey", passkey });
  const [only, ...others] = shown;
  if (only !== undefined && others.length === 0) return only;
  throw new AppError("invalid_input", 'The body must hold one of "totp", "recoveryCode" and "passkey".');
}
