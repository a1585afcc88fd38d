import type { Context } from "hono";
import type { Settings } from "../config/settings.ts";
import { AppError } from "../model/index.ts";

/**
 * Refuses what a browser was made to send by a page of another site. Only what reads is let through without a look: an
 * answer is shown to no other site. A browser says where a request comes from in `Sec-Fetch-Site`, and where that is
 * missing (plain http to another machine) in `Origin`; whoever says neither is no page of ours.
 */
export function refuseCrossSite(c: Context, { baseUrl }: Pick<Settings, "baseUrl">): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  if (isSameOrigin(c, baseUrl)) return;
  throw new AppError(
    "cross_site",
    `A change by a signed-in browser must come from a page of ${new URL(baseUrl).origin}. Programs use a key instead.`,
  );
}

function isSameOrigin(c: Context, baseUrl: string): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin");
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { host, origin: exact } = new URL(origin);
  // A proxy in front may speak https where we hear http, so of the request's own address only the host counts.
  return exact === new URL(baseUrl).origin || host === c.req.header("host");
}
