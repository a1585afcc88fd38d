import { z } from "zod";

/** An address of the web, as a service gives it out. */
export const HttpUrl = z
  .string()
  .max(2_048, "must have at most 2048 characters")
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && (url.protocol === "http:" || url.protocol === "https:");
  }, "must be a URL that begins with http:// or https://");
