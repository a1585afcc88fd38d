import type { Context } from "hono";
import type { App } from "../actions/app.ts";
import { firstUntrustedHop } from "../lib/client-hop.ts";
import { incomingOf } from "./read-body.ts";

/** The address that a request really comes from, as far as our own proxies can tell; null when it is not known. */
export function clientAddress(c: Context, settings: Pick<App["settings"], "trustedProxies">): string | null {
  const remoteAddress = incomingOf(c)?.socket.remoteAddress ?? null;
  const forwardedFor = c.req.header("x-forwarded-for") ?? null;
  return firstUntrustedHop({ remoteAddress, forwardedFor }, settings.trustedProxies);
}
