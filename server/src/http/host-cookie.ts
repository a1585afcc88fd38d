import type { Settings } from "../config/settings.ts";

export type BaseUrl = Pick<Settings, "baseUrl">;

/** The name of a cookie. Under https it tells the browser to take the cookie from nobody else. */
export function hostCookieName(name: string, settings: BaseUrl): string {
  return isSecure(settings) ? `__Host-${name}` : name;
}

/** The header that makes a browser keep a cookie, out of reach of scripts and of other sites; null makes it forget. */
export function hostCookie(
  name: string,
  { value, maxAgeSeconds }: { readonly value: string | null; readonly maxAgeSeconds: number },
  settings: BaseUrl,
): string {
  const parts = [`${hostCookieName(name, settings)}=${value ?? ""}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (isSecure(settings)) parts.push("Secure");
  parts.push(`Max-Age=${value === null ? 0 : maxAgeSeconds}`);
  return parts.join("; ");
}

function isSecure({ baseUrl }: BaseUrl): boolean {
  return baseUrl.startsWith("https://");
}
