import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context } from "hono";
import { AppError } from "../../model/index.ts";
import { refusalAnswer } from "../errors.ts";

const compress = promisify(gzip);

/** Shorter bodies gain nothing from it. */
const LEAST_COMPRESSED_BYTES = 1_000;
/** Seconds for which browsers and proxies may keep an answer. */
const MAX_AGE_SECONDS = 30;

/** An answer for everybody, ready to be sent any number of times. */
export interface PublicAnswer {
  readonly plain: Uint8Array<ArrayBuffer>;
  /** Null: it is too short. */
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes an answer ready: compressed once, with a tag that tells whether it has changed. */
export async function prepareAnswer(text: string, headers: Readonly<Record<string, string>>): Promise<PublicAnswer> {
  const plain = new TextEncoder().encode(text);
  const gzipped = plain.length < LEAST_COMPRESSED_BYTES ? null : new Uint8Array(await compress(plain));
  const tag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
  return {
    plain,
    gzipped,
    headers: {
      "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}`,
      // Weak: the compressed bytes are others.
      ETag: `W/"${tag}"`,
      Vary: "Accept-Encoding",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      ...headers,
    },
  };
}

/** Sends an answer, or only says that what the asker has is still true. */
export function sendPublic(c: Context, { plain, gzipped, headers }: PublicAnswer): Response {
  if (matches(c.req.header("if-none-match"), headers.ETag ?? "")) return new Response(null, { status: 304, headers });
  const takesGzip = /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i;
  if (gzipped === null || !takesGzip.test(c.req.header("accept-encoding") ?? "")) {
    return new Response(plain, { headers });
  }
  return new Response(gzipped, { headers: { ...headers, "Content-Encoding": "gzip" } });
}

/** Weak comparison, as for any GET (RFC 9110, 13.1.2). */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const bare = (each: string): string => each.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((each) => bare(each) === bare(tag));
}

/** The refusal of every method but GET and HEAD. */
export function refuseMethods(): Response {
  return refusalAnswer(new AppError("method_not_allowed", "This address takes GET and HEAD only."), {
    Allow: "GET, HEAD",
  });
}
