import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { createKey } from "../../actions/create-key.ts";
import { listKeys } from "../../actions/list-keys.ts";
import { revokeKey } from "../../actions/revoke-key.ts";
import { showKey } from "../../actions/show-key.ts";
import { KEY_KINDS, type Key } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, Instant, instant, instantOrNull, oneLine } from "../shared-schemas.ts";

const section = "Keys";

const VISIBLE = /^[\x21-\x7e]+$/;

const KeyBody = z
  .strictObject({
    kind: z.enum(KEY_KINDS),
    name: oneLine(100).optional(),
    value: z
      .string()
      .min(16)
      .max(200)
      .regex(VISIBLE, { error: "may hold only visible ASCII characters" })
      .optional()
      .describe("A value brought along; absent: a new one."),
  })
  .meta({ id: "KeyInput" });

const keyFields = {
  id: z.string(),
  kind: z.enum(KEY_KINDS),
  name: z.string(),
  hint: z.string().describe("The first characters, enough to tell keys apart."),
  monitorId: z.string().nullable().describe("The only monitor that the key is for; null: any of the project."),
  createdAt: Instant,
  lastUsedAt: Instant.nullable().describe("To the minute."),
};
const KeyAnswer = z.strictObject(keyFields).meta({ id: "Key" });
export const NewKeyAnswer = z
  .strictObject({ ...keyFields, value: z.string().describe("Shown here once; keep it.") })
  .meta({ id: "NewKey" });
export const ShownKeyAnswer = z
  .strictObject({
    ...keyFields,
    value: z
      .string()
      .nullable()
      .describe("Of ping and check-in keys, which people must look up again; null for others."),
  })
  .meta({ id: "ShownKey" });
export const KeyList = z.strictObject({ keys: z.array(KeyAnswer) }).meta({ id: "KeyList" });

/** How keys are made, listed, looked up and revoked. */
export function keyRoutes(app: App): readonly Route[] {
  return [...collectionRoutes(app), ...keyRoutesById(app)];
}

function collectionRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/keys",
      needs: "read",
      section,
      summary: "List keys, without their values",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: KeyList },
      handle: async ({ caller }) => ({
        status: 200,
        json: { keys: (await listKeys(app, caller)).map(presentKey) },
      }),
    }),
    defineRoute({
      method: "post",
      path: "/keys",
      needs: "keys",
      section,
      summary: "Create a key",
      description: "The value is in this answer; of read, write and publish keys it is never shown again.",
      params: Nothing,
      query: Nothing,
      body: KeyBody,
      answers: { 201: NewKeyAnswer },
      handle: async ({ caller, body }) => {
        const { kind, name = `${kind} key`, value: given } = body;
        const { key, value } = await createKey(app, caller, { kind, name, value: given });
        return { status: 201, json: { ...presentKey(key), value } };
      },
    }),
  ];
}

function keyRoutesById(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/keys/{id}",
      needs: "keys",
      section,
      summary: "Get a key, with the value of a ping or check-in key",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 200: ShownKeyAnswer },
      handle: async ({ caller, params }) => {
        const { key, value } = await showKey(app, caller, params.id);
        return { status: 200, json: { ...presentKey(key), value } };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/keys/{id}",
      needs: "keys",
      section,
      summary: "Revoke a key at once",
      params: IdParams,
      query: Nothing,
      body: null,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await revokeKey(app, caller, params.id);
        return { status: 204 };
      },
    }),
  ];
}

function presentKey(key: Key): z.input<typeof KeyAnswer> {
  return {
    id: key.id,
    kind: key.kind,
    name: key.name,
    hint: key.hint,
    monitorId: key.monitorId,
    createdAt: instant(key.createdAt),
    lastUsedAt: instantOrNull(key.lastUsedAt),
  };
}
