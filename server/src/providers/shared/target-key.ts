import { createHash } from "node:crypto";

/**
 * The key under which a target keeps what belongs together: the alert key, the same from down to up; for what is no
 * incident the message's id, so that a repeat is known as one. A key that is too long is hashed.
 */
export function targetKey(
  message: { readonly alertKey: string | null; readonly messageId: string },
  limit: number,
): string {
  const key = message.alertKey ?? message.messageId;
  return key.length <= limit ? key : createHash("sha256").update(key).digest("hex");
}

/** A text as 32 hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
