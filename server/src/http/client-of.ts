import type { Context } from "hono";
import type { Settings } from "../config/settings.ts";
import { clientAddress } from "../lib/client-address.ts";
import { remoteAddressOf } from "./read-body.ts";

/** Whose request this is, as far as the connection and the trusted proxies can tell; empty without a connection. */
export function clientOf(c: Context, { trustedProxies }: Pick<Settings, "trustedProxies">): string {
  const remoteAddress = remoteAddressOf(c);
  return clientAddress({ remoteAddress, forwardedFor: c.req.header("x-forwarded-for") ?? null, trustedProxies });
}
