import { z } from "zod";

/** An address of the web, as a service gives it out. */
export const HttpUrl = z
  .string()
  .max(2_048, "must have at most 2048 characters")
  .regex(/^[^\s\p{Cc}]*$/u, "may hold no spaces or line breaks")
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && (url.protocol === "http:" || url.protocol === "https:");
  }, "must be a URL that begins with http:// or https://");

/** The address of a service that people run themselves, without the path of its API. */
export const BaseUrl = HttpUrl.refine((text) => {
  const url = URL.parse(text);
  return url === null || (url.search === "" && url.hash === "");
}, "must be the address of the server alone, without ? or #");

/** A token as it may stand in a header. */
export const Token = z.string().regex(/^[\x21-\x7e]{1,4096}$/, "must be a token without spaces or line breaks");

/** The address of one function of a server. */
export function addressUnder(baseUrl: string, path: string): string {
  return baseUrl.replace(/\/+$/, "") + path;
}
