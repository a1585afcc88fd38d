import { createHash, createHmac } from "node:crypto";
import type { Received } from "../sink.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * What a service of AWS expects in Authorization, worked out anew from what it received:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. For paths without
 * characters that are encoded, and without a query.
 */
export function expectedAuthorization(
  { method, path, headers, body }: Received,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  { service, region, host }: { readonly service: string; readonly region: string; readonly host: string },
): string {
  const date = String(headers["x-amz-date"]);
  const token = headers["x-amz-security-token"];
  const target = headers["x-amz-target"];
  const signed = {
    host,
    "x-amz-date": date,
    ...(token === undefined ? {} : { "x-amz-security-token": String(token) }),
    ...(target === undefined ? {} : { "x-amz-target": String(target) }),
  };
  const names = Object.keys(signed).join(";");
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, path, "", lines.join(""), names, sha256(body)].join("\n");
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  const key = [date.slice(0, 8), region, service, "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${keys.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
