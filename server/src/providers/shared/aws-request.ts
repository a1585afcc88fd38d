import { AwsV4Signer } from "aws4fetch";
import { z } from "zod";
import type { HttpRequest } from "../../lib/http-client.ts";

/** A region's name: it becomes a part of the host's. */
export const AwsRegion = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/, "must be a region such as eu-central-1");

/** The fields of the credentials that sign a request. */
export const AWS_KEYS = {
  accessKeyId: z
    .string()
    .regex(/^[A-Z0-9]{16,128}$/, "must be the id of an access key, capitals and digits")
    .meta({ title: "Access key id", examples: ["AKIAIOSFODNN7EXAMPLE"] }),
  secretAccessKey: z
    .string()
    .regex(/^[A-Za-z0-9+/=]{16,256}$/, "must be the secret of an access key")
    .meta({ title: "Secret access key", format: "password" }),
  sessionToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,4096}$/, "must be a token without spaces")
    .optional()
    .meta({
      title: "Session token",
      description: "When the key is a temporary one; it ends soon.",
      format: "password",
    }),
} as const;

interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Makes a POST to a service of AWS, signed for `now` (Signature Version 4). */
export async function awsPost(options: {
  /** The name that signatures have for the service, and its hosts. */
  readonly service: { readonly name: string; readonly host: string };
  readonly region: string;
  readonly keys: AwsKeys;
  readonly path: string;
  readonly contentType: string;
  /** The function that is called, for services that take JSON. */
  readonly target?: string;
  readonly body: string;
  readonly now: number;
}): Promise<HttpRequest> {
  const { service, region, path, contentType, target, body, now } = options;
  const { accessKeyId, secretAccessKey, sessionToken } = options.keys;
  const url = `https://${service.host}.${region}.${domainOf(region)}${path}`;
  const signed = await new AwsV4Signer({
    method: "POST",
    url,
    headers: { "content-type": contentType, ...(target !== undefined && { "x-amz-target": target }) },
    body,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: service.name,
    region,
    datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ""),
  }).sign();
  return { method: "POST", url, headers: Object.fromEntries(signed.headers), body };
}

function domainOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

/** What the errors mean that all services of AWS have: keys that are gone or may not do this, and limits. */
export const AWS_CODES = {
  dead: [
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "OptInRequired",
    "UnrecognizedClientException",
  ],
  limited: ["RequestLimitExceeded", "Throttled", "ThrottledException", "Throttling", "ThrottlingException"],
} as const;

/** AWS names no time: its own clients begin with less, and end at twenty seconds. */
export const AWS_WAIT_MS = 10_000;
