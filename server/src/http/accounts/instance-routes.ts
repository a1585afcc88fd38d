import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { SIGN_UPS } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";

const section = "Instance";

export const InstanceAnswer = z
  .strictObject({ signUp: z.enum(SIGN_UPS).describe("Who may make an account: whoever is invited, or anybody.") })
  .meta({ id: "Instance" });
const InstanceBody = z.strictObject({ signUp: z.enum(SIGN_UPS).optional() }).meta({ id: "InstanceInput" });

/** What the operator decides for everybody. */
export function instanceRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/instance",
      needs: "operator",
      section,
      summary: "Get the settings of the instance",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: InstanceAnswer },
      handle: async () => ({ status: 200, json: { signUp: await app.store.accounts.signUp() } }),
    }),
    defineRoute({
      method: "patch",
      path: "/instance",
      needs: "operator",
      section,
      summary: "Change the settings of the instance",
      params: Nothing,
      query: Nothing,
      body: InstanceBody,
      answers: { 200: InstanceAnswer },
      handle: async ({ caller, body }) => {
        if (body.signUp !== undefined) await app.store.accounts.setSignUp(body.signUp, caller.actor);
        return { status: 200, json: { signUp: await app.store.accounts.signUp() } };
      },
    }),
  ];
}
