import { randomBytes, randomUUID } from "node:crypto";

/** A new random UUID, lower case with hyphens. */
export function newId(): string {
  return randomUUID();
}

/** A new random secret: `prefix` and 256 random bits as base64url. */
export function newSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}
