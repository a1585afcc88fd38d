import type { Context } from "hono";
import type { PingSource } from "../model/index.ts";
import { incomingOf, remoteAddressOf } from "./read-body.ts";

const MAX_USER_AGENT_LENGTH = 200;
const MAX_CONTENT_TYPE_LENGTH = 200;
/** Longer than any IPv6 address with a zone. */
const MAX_ADDRESS_LENGTH = 100;

/** What the wire claims of the sender: for the log only, so a proxy's header is believed here. */
export function sourceOf(c: Context): PingSource {
  const { method, url } = c.req.raw;
  const scheme = headerOf(c, "x-forwarded-proto");
  return {
    method,
    scheme: scheme === "https" || (scheme === null && url.startsWith("https:")) ? "https" : "http",
    remoteAddress: claimedAddress(headerOf(c, "x-forwarded-for")) ?? remoteAddressOf(c),
    userAgent: (headerOf(c, "user-agent") ?? "").slice(0, MAX_USER_AGENT_LENGTH),
    contentType: headerOf(c, "content-type")?.slice(0, MAX_CONTENT_TYPE_LENGTH) ?? null,
  };
}

/** Node has the headers as a plain object already; the web's Headers would be made of it for each ping. */
function headerOf(
  c: Context,
  name: "content-type" | "user-agent" | "x-forwarded-for" | "x-forwarded-proto",
): string | null {
  const incoming = incomingOf(c);
  if (incoming === null) return c.req.raw.headers.get(name);
  const value = incoming.headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) ?? null;
}

/** The first hop; an IPv4 address loses its port. */
function claimedAddress(forwarded: string | null): string | null {
  if (forwarded === null) return null;
  const comma = forwarded.indexOf(",");
  const first = (comma === -1 ? forwarded : forwarded.slice(0, comma)).trim();
  const colon = first.indexOf(":");
  const oneColon = colon !== -1 && first.indexOf(":", colon + 1) === -1;
  return (oneColon ? first.slice(0, colon) : first).slice(0, MAX_ADDRESS_LENGTH);
}
