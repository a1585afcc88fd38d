import { z } from "zod";
import { onOneLine } from "../lib/clean-text.ts";
import { CLIENT_HEADERS } from "../lib/http-client.ts";
import { expandTemplate } from "../route/template.ts";
import { variablesOf } from "../route/variables.ts";
import type { Place, Provider, RenderInput } from "./contract.ts";
import { outcomeOf } from "./shared/http-outcome.ts";
import { escapeHtml } from "./shared/mail-text.ts";
import { parseWebhookSecret, webhookHeaders } from "./shared/standard-webhooks.ts";
import { type WebhookEvent, webhookEvent } from "./shared/webhook-event.ts";

const METHODS = ["POST", "PUT", "PATCH", "DELETE", "GET", "HEAD"] as const;
const JSON_TYPE = "application/json";

const Secret = z
  .string()
  .refine((text) => parseWebhookSecret(text) !== null, "must be whsec_ followed by base64 of 24 to 64 random bytes");

const Headers = z
  .record(
    z.string(),
    z
      .string()
      .max(4_096)
      .regex(/^\P{Cc}*$/u, "must be one line"),
  )
  .superRefine(checkNames);

const Credentials = z.strictObject({
  url: z
    .string()
    .max(4_096)
    .superRefine(checkUrlTemplate)
    .meta({
      title: "Address",
      description: "It is called with the event as JSON.",
      examples: ["https://example.com/hooks/watchbell"],
    }),
  method: z
    .enum(METHODS)
    .optional()
    .meta({ title: "Method", description: "POST unless given. GET and HEAD send no body." }),
  headers: Headers.optional().meta({
    title: "Headers",
    description: "One a line. Variables are allowed.",
    examples: ["Authorization: Bearer …"],
  }),
  body: z.string().max(65_536).optional().meta({
    title: "Body",
    description: "A template in place of the event; write variables as $name.",
    format: "textarea",
  }),
  secret: Secret.optional().meta({
    title: "Signing secret",
    description: "whsec_ and base64 of 24 to 64 random bytes: receivers can then tell that it is us.",
    format: "password",
  }),
  /** While receivers change from one secret to the next: both sign. */
  previousSecret: Secret.optional().meta({
    title: "Previous secret",
    description: "While receivers change secrets: both sign.",
    format: "password",
  }),
});
type Credentials = z.infer<typeof Credentials>;

interface WebhookRequest {
  readonly method: (typeof METHODS)[number];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What goes out but for what is known only when it is sent: id, time and signature. `fault`: it cannot be sent, and why. */
export type WebhookPayload =
  | (WebhookRequest & { readonly kind: "event"; readonly event: WebhookEvent })
  | (WebhookRequest & { readonly kind: "text"; readonly body: string })
  | (WebhookRequest & { readonly kind: "fault"; readonly body: string; readonly fault: string });

/** Ours: as much as a publication may bring. */
const MAX_BODY_BYTES = 262_144;

/** Calls any address with a request made from templates, or with the event as JSON, signed as Standard Webhooks. */
export const webhook: Provider<Credentials, WebhookPayload> = {
  kind: "webhook",
  title: "Webhook",
  Credentials,
  // Every receiver has its own.
  limits: {},
  rate: null,
  keepsIncidents: false,
  publicCredentials: ["method"],
  escape: escapeFor,
  render: renderRequest,
  async send({ payload, credentials, messageId, alertKey }, { http, now }) {
    if (payload.kind === "fault") return { kind: "rejected", reason: payload.fault };
    const body =
      payload.kind === "event" ? JSON.stringify({ id: messageId, alertKey, ...payload.event }) : payload.body;
    const keys = [credentials.secret, credentials.previousSecret].flatMap((secret) =>
      secret === undefined ? [] : (parseWebhookSecret(secret) ?? []),
    );
    const { method, url } = payload;
    const headers = { ...payload.headers, ...webhookHeaders({ id: messageId, now, body, keys }) };
    return outcomeOf(await http.request({ method, url, headers, ...(body === "" ? {} : { body }) }), now);
  },
};

function escapeFor(value: string, place: Place): string {
  switch (place) {
    case "text":
      return value;
    case "html":
      return escapeHtml(value);
    case "json":
      return JSON.stringify(value.toWellFormed()).slice(1, -1);
    case "url":
      return encodeURIComponent(value.toWellFormed());
    case "header":
      return onOneLine(value);
  }
}

function renderRequest({ event, facts }: RenderInput, model: string | null, credentials: Credentials): WebhookPayload {
  const variables = variablesOf(event, facts);
  const expand = (template: string, place: Place): string =>
    expandTemplate(template, variables, (value) => escapeFor(value, place));
  const method = credentials.method ?? "POST";
  const url = expand(credentials.url, "url");
  const own = Object.entries(credentials.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    headerBytes(expand(value, "header")),
  ]);
  const headers: Record<string, string> = { "content-type": JSON_TYPE, ...Object.fromEntries(own) };
  const template = model ?? credentials.body ?? null;
  const fault = urlFault(credentials.url, url);
  if (method === "GET" || method === "HEAD") {
    const request = { method, url, headers: withoutType(headers, credentials) };
    return fault === null ? { kind: "text", ...request, body: "" } : { kind: "fault", ...request, body: "", fault };
  }
  const request = { method, url, headers };
  if (template === null && fault === null) return { kind: "event", ...request, event: webhookEvent(event, facts) };
  const type = headers["content-type"] ?? JSON_TYPE;
  const body = expand(template ?? "", placeOf(type));
  const problem = fault ?? bodyFault(body, type);
  return problem === null ? { kind: "text", ...request, body } : { kind: "fault", ...request, body, fault: problem };
}

/** Header values travel as bytes: what is not ASCII goes out as UTF-8, as curl sends it. */
function headerBytes(value: string): string {
  return Buffer.from(value.trim()).toString("latin1");
}

/** A request without a body announces no type, unless its owner wants it so. */
function withoutType(headers: Record<string, string>, { headers: own = {} }: Credentials): Record<string, string> {
  const { "content-type": type, ...rest } = headers;
  const wanted = Object.keys(own).some((name) => name.toLowerCase() === "content-type");
  return wanted && type !== undefined ? headers : rest;
}

function placeOf(type: string): Place {
  if (isJson(type)) return "json";
  if (/x-www-form-urlencoded/i.test(type)) return "url";
  return /html|xml/i.test(type) ? "html" : "text";
}

function isJson(type: string): boolean {
  return /^[^;]*\bjson\b/i.test(type);
}

function bodyFault(body: string, type: string): string | null {
  const size = Buffer.byteLength(body);
  if (size > MAX_BODY_BYTES) return `The body has ${size} bytes; at most ${MAX_BODY_BYTES} are sent.`;
  if (!isJson(type)) return null;
  try {
    JSON.parse(body);
    return null;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return `The body is announced as JSON but is none after its variables are filled in: ${detail}.`;
  }
}

/** A value of "." or ".." between two slashes would lead to another path, and no escape prevents it. */
function urlFault(template: string, url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return "The address is no valid URL after its variables are filled in.";
  const climbs = pathOf(url).some((part) => DOTS.test(part)) && !pathOf(template).some((part) => DOTS.test(part));
  return climbs ? "A variable would fill a part of the address's path with dots only, which leads elsewhere." : null;
}

const DOTS = /^(?:\.|%2e){1,2}$/i;

function pathOf(url: string): readonly string[] {
  return url
    .replace(/[?#].*$/s, "")
    .split("/")
    .slice(3);
}

function checkNames(headers: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  for (const name of Object.keys(headers)) {
    const fault = nameFault(name.toLowerCase());
    if (fault !== null) context.addIssue({ code: "custom", path: [name], message: fault });
  }
}

function nameFault(name: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(name)) return "is not the name of a header";
  if (CLIENT_HEADERS.has(name)) return "is set by Watchbell itself: leave it out";
  return name.startsWith("webhook-") ? "belongs to the signature, which Watchbell makes: leave it out" : null;
}

/** The scheme and the host are typed, never filled in: a value must not choose where a request goes. */
function checkUrlTemplate(text: string, context: z.RefinementCtx): void {
  const fault = templateFault(text);
  if (fault !== null) context.addIssue({ code: "custom", message: fault });
}

function templateFault(text: string): string | null {
  const authority = /^https?:\/\/([^/?#\\]+)/i.exec(text)?.[1];
  if (authority === undefined) return "must begin with http:// or https://";
  if (authority.includes("$")) {
    return "may hold variables in its path and query only; write a $ before that as %24";
  }
  if (/[\p{Cc}\s]/u.test(text)) return "may hold no spaces or line breaks; write a space as %20";
  return URL.parse(text) === null ? "is not a valid URL" : null;
}
