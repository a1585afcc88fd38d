import { z } from "zod";
import { renewRecoveryCodes } from "../../actions/accounts/recovery-codes.ts";
import { confirmTotp, offerTotp, removeTotp } from "../../actions/accounts/totp.ts";
import type { App } from "../../actions/app.ts";
import { passkeySite } from "../../lib/passkeys.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { Instant, instant } from "../shared-schemas.ts";
import { AgainBody } from "./session-schema.ts";

const section = "Account";

/** How an account logs in, beside its password. */
export const FactorsAnswer = z
  .strictObject({
    totp: z.boolean().describe("An authenticator app is on."),
    passkeys: z.number().int(),
    recoveryCodes: z.number().int().describe("How many are left."),
    oidc: z.strictObject({ email: z.string(), linkedAt: Instant }).nullable(),
    canUsePasskeys: z.boolean().describe("False: `WATCHBELL_BASE_URL` is not one that browsers have passkeys for."),
  })
  .meta({ id: "Factors" });
/** What an authenticator app takes in. */
export const TotpAnswer = z
  .strictObject({
    secret: z.string().describe("Base32, to be typed where no camera is at hand."),
    uri: z.string(),
    qrSvg: z.string().describe("The address as a QR code."),
  })
  .meta({ id: "TotpOffer" });
const CodeBody = z.strictObject({ code: z.string().min(1).max(20) }).meta({ id: "ConfirmTotpInput" });
/** Recovery codes that were just made. */
export const CodesAnswer = z
  .strictObject({ recoveryCodes: z.array(z.string()).describe("Shown here once; each is good once.") })
  .meta({ id: "RecoveryCodes" });

/** The second factors of an account, as its owner sets them up. */
export function factorRoutes(app: App): readonly Route[] {
  return [listRoute(app), offerRoute(app), confirmRoute(app), removeRoute(app), codesRoute(app)];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/account/factors",
    needs: "account",
    section,
    summary: "Tell how one's own account logs in, beside its password",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 200: FactorsAnswer },
    handle: async ({ caller }) => {
      const { oidc, ...factors } = await app.store.accounts.factors(caller.account.id);
      const link = oidc === null ? null : { email: oidc.email, linkedAt: instant(oidc.linkedAt) };
      const canUsePasskeys = passkeySite(app.settings.baseUrl) !== null;
      return { status: 200, json: { ...factors, oidc: link, canUsePasskeys } };
    },
  });
}

function offerRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/totp",
    needs: "account",
    section,
    summary: "Begin to set up an authenticator app",
    description: "It counts once its first code was typed. The password is asked for unless the log-in is fresh.",
    params: Nothing,
    query: Nothing,
    body: AgainBody,
    answers: { 200: TotpAnswer },
    handle: async ({ caller, body }) => ({ status: 200, json: await offerTotp(app, caller, body.password) }),
  });
}

function confirmRoute(app: App): Route {
  return defineRoute({
    method: "put",
    path: "/account/totp",
    needs: "account",
    section,
    summary: "Turn the authenticator app on with its first code",
    description: "The answer holds new recovery codes, in place of those there were.",
    params: Nothing,
    query: Nothing,
    body: CodeBody,
    answers: { 200: CodesAnswer },
    handle: async ({ caller, body }) => ({
      status: 200,
      json: { recoveryCodes: await confirmTotp(app, caller, body.code) },
    }),
  });
}

function removeRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path: "/account/totp",
    needs: "account",
    section,
    summary: "Turn the authenticator app off",
    params: Nothing,
    query: Nothing,
    body: AgainBody,
    answers: { 204: null },
    handle: async ({ caller, body }) => {
      await removeTotp(app, caller, body.password);
      return { status: 204 };
    },
  });
}

function codesRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/recovery-codes",
    needs: "account",
    section,
    summary: "Make new recovery codes",
    description: "Those before are good no more.",
    params: Nothing,
    query: Nothing,
    body: AgainBody,
    answers: { 200: CodesAnswer },
    handle: async ({ caller, body }) => ({
      status: 200,
      json: { recoveryCodes: await renewRecoveryCodes(app, caller, body.password) },
    }),
  });
}
