import { z } from "zod";
import { addPasskey, offerPasskey, removePasskey } from "../../actions/accounts/own-passkeys.ts";
import type { App } from "../../actions/app.ts";
import type { Passkey } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, Instant, instant, instantOrNull, oneLine } from "../shared-schemas.ts";
import { MadePasskey, PasskeyCreationOptions } from "./passkey-schema.ts";
import { AgainBody } from "./session-schema.ts";

const section = "Account";

const passkeyFields = {
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  backedUp: z.boolean().describe("The authenticator keeps a copy elsewhere, so it outlives the device."),
};
/** The passkeys of an account. */
export const PasskeyList = z
  .strictObject({ items: z.array(z.strictObject(passkeyFields).meta({ id: "Passkey" })) })
  .meta({ id: "PasskeyList" });
/** A passkey that was just added. */
export const AddedPasskey = z
  .strictObject({
    ...passkeyFields,
    recoveryCodes: z
      .array(z.string())
      .nullable()
      .describe("With the account's first second factor: its recovery codes, shown here once. Null: it has some."),
  })
  .meta({ id: "AddedPasskey" });
const PasskeyBody = z.strictObject({ name: oneLine(100), passkey: MadePasskey }).meta({ id: "NewPasskeyInput" });

/** The passkeys of an account, as its owner sees, adds and removes them. */
export function passkeyRoutes(app: App): readonly Route[] {
  return [listRoute(app), optionsRoute(app), addRoute(app), removeRoute(app)];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/account/passkeys",
    needs: "account",
    section,
    summary: "List one's own passkeys, the oldest first",
    params: Nothing,
    query: Nothing,
    body: null,
    answers: { 200: PasskeyList },
    handle: async ({ caller }) => {
      const found = await app.store.accounts.passkeys(caller.account.id);
      return { status: 200, json: { items: found.map(({ passkey }) => present(passkey)) } };
    },
  });
}

function optionsRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/passkeys/options",
    needs: "account",
    section,
    summary: "Begin to add a passkey",
    description: "Good for 5 minutes and once. The password is asked for unless the log-in is fresh.",
    params: Nothing,
    query: Nothing,
    body: AgainBody,
    answers: { 200: PasskeyCreationOptions },
    handle: async ({ caller, body }) => ({ status: 200, json: await offerPasskey(app, caller, body.password) }),
  });
}

function addRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/account/passkeys",
    needs: "account",
    section,
    summary: "Add the passkey that the browser made",
    params: Nothing,
    query: Nothing,
    body: PasskeyBody,
    answers: { 201: AddedPasskey },
    handle: async ({ caller, body }) => {
      const { passkey, recoveryCodes } = await addPasskey(app, caller, { name: body.name, made: body.passkey });
      return { status: 201, json: { ...present(passkey), recoveryCodes } };
    },
  });
}

function removeRoute(app: App): Route {
  return defineRoute({
    method: "delete",
    path: "/account/passkeys/{id}",
    needs: "account",
    section,
    summary: "Remove a passkey",
    description: "The password is asked for unless the log-in is fresh.",
    params: IdParams,
    query: Nothing,
    body: AgainBody,
    answers: { 204: null },
    handle: async ({ caller, params, body }) => {
      await removePasskey(app, caller, { passkeyId: params.id, password: body.password });
      return { status: 204 };
    },
  });
}

function present({ id, name, createdAt, lastUsedAt, backedUp }: Passkey) {
  return { id, name, createdAt: instant(createdAt), lastUsedAt: instantOrNull(lastUsedAt), backedUp };
}
