import { z } from "zod";
import type { HttpResult } from "../lib/http-client.ts";
import { truncate } from "../lib/truncate.ts";
import type { Facts } from "../model/index.ts";
import { describeEvent } from "../route/describe-event.ts";
import type { Description } from "../route/description.ts";
import type { Provider, SendResult } from "./contract.ts";
import { cleanText } from "./shared/clean-text.ts";
import { addressUnder, BaseUrl } from "./shared/credentials.ts";
import { detailsText } from "./shared/details-text.ts";
import { severityOf } from "./shared/event-facts.ts";
import { answerText, outcomeOf } from "./shared/http-outcome.ts";
import { jsonPost } from "./shared/json-post.ts";
import { modelText } from "./shared/model-text.ts";

/** Apprise takes a list as well, and would send again to all of it when one of it failed. */
const SECOND_TARGET = /[\s,;]+[a-z0-9]{1,32}:\/\//i;

const Credentials = z
  .strictObject({
    url: BaseUrl.meta({
      title: "Server",
      description: "The address of your Apprise API.",
      examples: ["http://apprise.internal:8000"],
    }),
    target: z
      .string()
      .max(2_048)
      .regex(/^[a-z0-9]{1,32}:\/\/\P{Cc}+$/iu, "must be an Apprise URL such as mailto://user:password@example.com")
      .refine((text) => !SECOND_TARGET.test(text), "must be one Apprise URL; make an integration for each")
      .optional()
      .meta({
        title: "Apprise URL",
        description: "Where it goes. One URL; make an integration for each.",
        examples: ["signal://localhost:9922/+15005550006"],
        shownFirst: true,
      }),
    key: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be the key of a configuration")
      .optional()
      .meta({ title: "Configuration key", description: "In place of the URL: a configuration that the server keeps." }),
    tag: z
      .string()
      .regex(/^[A-Za-z0-9][\w ,-]{0,127}$/, "must be a tag, such as team or ops,night")
      .optional()
      .meta({ title: "Tag", description: "With a key: which of its targets." }),
  })
  .superRefine(({ target, key, tag }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if ((target === undefined) === (key === undefined)) refuse("target", "give either target or key");
    if (tag !== undefined && key === undefined) refuse("tag", "goes with a key");
  });
type Credentials = z.infer<typeof Credentials>;

/** What Apprise passes on, but to whom. */
export interface ApprisePayload {
  readonly title?: string;
  readonly body: string;
  readonly type: "failure" | "warning" | "success" | "info";
  readonly format: "text";
}

const API_DOC = "https://github.com/caronc/apprise-api";
const APPRISE_DOC = "https://github.com/caronc/apprise/wiki/Development_API";
const checked = "2026-11-20";
const limits = {
  title: { value: 250, unit: "characters, unless the target has another limit", source: APPRISE_DOC, checked },
  body: { value: 32_768, unit: "characters, unless the target has another limit", source: APPRISE_DOC, checked },
  request: { value: 3_145_728, unit: "bytes", source: API_DOC, checked },
} as const;

/** Apprise may try for a minute. This is a second less than an attempt may take, so that the reason names its host. */
const TIMEOUT_MS = 59_000;

/** Makes the Apprise provider; tests shorten its patience. */
export function createApprise({ timeoutMs }: { readonly timeoutMs: number }): Provider<Credentials, ApprisePayload> {
  return {
    kind: "apprise",
    title: "Apprise",
    Credentials,
    limits,
    rate: null,
    keepsIncidents: false,
    publicCredentials: ["key", "tag"],
    escape: cleanText,
    render(input, model) {
      const description = describeEvent(input.event, input.facts);
      const common = { type: typeOf(description.tone, input.facts), format: "text" } as const;
      if (model !== null) return { body: truncate(modelText(input, model, cleanText), limits.body.value), ...common };
      return { ...defaultText(description), ...common };
    },
    async send({ payload, credentials }, { http, now }) {
      const { url, target, key, tag } = credentials;
      const address = addressUnder(url, key === undefined ? "/notify/" : `/notify/${key}`);
      const body = {
        ...(target === undefined ? {} : { urls: target }),
        ...(tag === undefined ? {} : { tag }),
        ...payload,
      };
      const request = jsonPost(address, body, { accept: "application/json" });
      return outcomeOfBridge(await http.request({ ...request, timeoutMs }), credentials, now);
    },
  };
}

/** Sends through an Apprise API server, to any of the services that Apprise knows. */
export const apprise = createApprise({ timeoutMs: TIMEOUT_MS });

function defaultText(description: Description): Pick<ApprisePayload, "title" | "body"> {
  const title = truncate(description.title, limits.title.value);
  const body = cleanText(detailsText(description, limits.body.value));
  // Apprise takes no message without a body.
  return body === "" ? { body: title } : { title, body };
}

function typeOf(tone: Description["tone"], facts: Facts): ApprisePayload["type"] {
  if (tone !== "bad") return tone === "good" ? "success" : "info";
  const severity = severityOf(facts);
  return severity === "critical" || severity === "error" ? "failure" : "warning";
}

/**
 * Success is 200, which says that each target took it. 204 says that nothing is configured under the key, and 424 that
 * one target at least failed: what a key leads to may be many, and others may have got it.
 */
function outcomeOfBridge(result: HttpResult, { key }: Credentials, now: number): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const answer = answerText(result);
  switch (result.status) {
    case 200:
      return outcome;
    case 204:
      return { kind: "rejected", suspend: true, reason: "Apprise has no target under this key and tag.", answer };
    case 405:
    case 406:
      return { kind: "rejected", reason: "Apprise would send in a circle: its target is itself.", answer };
    case 421:
      return { kind: "rejected", suspend: true, reason: "This server offers no such function of Apprise.", answer };
    case 424: {
      const kind = key === undefined ? "retry" : "unknown";
      return { kind, reason: "Apprise could not pass the message on.", answer };
    }
  }
  if (outcome.kind !== "delivered") return outcome;
  return { kind: "unknown", reason: `The answer was ${result.status}, but not the 200 that Apprise gives.`, answer };
}
