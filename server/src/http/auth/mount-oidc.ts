import type { Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { finishOidc, startOidc } from "../../actions/accounts/log-in-with-oidc.ts";
import type { Landing } from "../../actions/accounts/oidc-journey.ts";
import type { App } from "../../actions/app.ts";
import { newSecret } from "../../lib/ids.ts";
import { visitorOf } from "../callers.ts";
import { hostCookie, hostCookieName } from "../host-cookie.ts";
import { sessionCookie } from "../session-cookie.ts";

/** Ties a log-in to the browser in which it began, so that nobody is logged in as somebody else by a link. */
const COOKIE = "watchbell-oidc";
const COOKIE_SECONDS = 600;
const SECRET = /^[\w-]{43}$/;
/** Codes and tokens are long with some providers. */
const MAX_QUERY = 10_000;

const HEADERS = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" } as const;

/** Mounts the two addresses between which somebody is at the OpenID Connect provider. Browsers come here, not programs. */
export function mountOidc(http: Hono, app: App): void {
  http.get("/auth/oidc/start", async (c) => {
    const browser = readBrowser(c, app) ?? newSecret();
    const { next = "", invite = null, link = null, timezone = "" } = c.req.query();
    const landing = await startOidc(app, visitorOf(c, app), { next, invite, link, timezone, browser });
    return redirect(app, landing, [
      hostCookie(COOKIE, { value: browser, maxAgeSeconds: COOKIE_SECONDS }, app.settings),
    ]);
  });
  http.get("/auth/oidc/callback", async (c) => {
    const { search } = new URL(c.req.url);
    const query = search.length > MAX_QUERY ? "" : search;
    const landing = await finishOidc(app, visitorOf(c, app), { query, browser: readBrowser(c, app) ?? "" });
    return redirect(app, landing, []);
  });
}

/** A log-in that began in another tab goes on with the same secret. */
function readBrowser(c: Context, { settings }: App): string | null {
  const value = getCookie(c, hostCookieName(COOKIE, settings)) ?? "";
  return SECRET.test(value) ? value : null;
}

function redirect({ settings }: App, { to, session }: Landing, cookies: readonly string[]): Response {
  const headers = new Headers({ ...HEADERS, Location: "url" in to ? to.url : settings.baseUrl + to.path });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  if (session !== undefined) headers.append("Set-Cookie", sessionCookie(session, settings));
  return new Response(null, { status: 302, headers });
}
