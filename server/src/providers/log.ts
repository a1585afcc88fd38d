import { z } from "zod";
import { describeEvent } from "../route/describe-event.ts";
import { expandTemplate } from "../route/template.ts";
import { variablesOf } from "../route/variables.ts";
import type { Provider } from "./contract.ts";
import { allFields } from "./shared/details-text.ts";

const Credentials = z.strictObject({});

export interface LogPayload {
  readonly title: string;
  readonly summary: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Writes notifications to Watchbell's own log: something to look at before any service is connected. */
export const log: Provider<z.infer<typeof Credentials>, LogPayload> = {
  kind: "log",
  title: "Log",
  Credentials,
  limits: {},
  rate: null,
  keepsIncidents: false,
  publicCredentials: [],
  // The log writes JSON, which escapes by itself.
  escape: (value) => value,
  render({ event, facts }, model) {
    if (model !== null) {
      const title = expandTemplate(model, variablesOf(event, facts), (value) => log.escape(value, "text"));
      return { title, summary: "", fields: {} };
    }
    const description = describeEvent(event, facts);
    const { title, summary } = description;
    return { title, summary, fields: Object.fromEntries(allFields(description)) };
  },
  async send({ payload, messageId }, deps) {
    deps.log({ messageId, ...payload }, "notification");
    return { kind: "delivered" };
  },
};
