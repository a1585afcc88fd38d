import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Settings } from "../config/settings.ts";

/** The browser keeps it for as long as a session can last; when it ends is for the store to say. */
const MAX_AGE_SECONDS = 180 * 86_400;
/** Longer than any value that was given out; what is longer is not looked up. */
const MAX_LENGTH = 200;

type BaseUrl = Pick<Settings, "baseUrl">;

/** The value of the session cookie; null: the request carries none. */
export function readSessionCookie(c: Context, settings: BaseUrl): string | null {
  const value = getCookie(c, cookieName(settings)) ?? "";
  return value === "" || value.length > MAX_LENGTH ? null : value;
}

/** The header that makes a browser keep this session, or forget the one it has. */
export function sessionCookie(value: string | null, settings: BaseUrl): string {
  const parts = [`${cookieName(settings)}=${value ?? ""}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (isSecure(settings)) parts.push("Secure");
  parts.push(`Max-Age=${value === null ? 0 : MAX_AGE_SECONDS}`);
  return parts.join("; ");
}

/** Under https the name itself tells the browser to take the cookie from nobody else. */
function cookieName(settings: BaseUrl): string {
  return isSecure(settings) ? "__Host-watchbell" : "watchbell";
}

function isSecure({ baseUrl }: BaseUrl): boolean {
  return baseUrl.startsWith("https://");
}
