import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** A new random UUID, lower case with hyphens. */
export function newId(): string {
  return randomUUID();
}

/** A new random secret: `prefix` and 256 random bits as base64url. */
export function newSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** Letters and digits that nobody mistakes for each other on paper. */
const LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** A new random code for people to write down and type: so many letters and digits, about 5 bits each. */
export function newLegibleCode(length: number): string {
  return Array.from({ length }, () => LEGIBLE.charAt(randomInt(LEGIBLE.length))).join("");
}
