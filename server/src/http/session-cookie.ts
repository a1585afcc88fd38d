import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { type BaseUrl, hostCookie, hostCookieName } from "./host-cookie.ts";

const NAME = "watchbell";
/** The browser keeps it for as long as a session can last; when it ends is for the store to say. */
const MAX_AGE_SECONDS = 180 * 86_400;
/** Longer than any value that was given out; what is longer is not looked up. */
const MAX_LENGTH = 200;

/** The value of the session cookie; null: the request carries none. */
export function readSessionCookie(c: Context, settings: BaseUrl): string | null {
  const value = getCookie(c, hostCookieName(NAME, settings)) ?? "";
  return value === "" || value.length > MAX_LENGTH ? null : value;
}

/** The header that makes a browser keep this session, or forget the one it has. */
export function sessionCookie(value: string | null, settings: BaseUrl): string {
  return hostCookie(NAME, { value, maxAgeSeconds: MAX_AGE_SECONDS }, settings);
}
