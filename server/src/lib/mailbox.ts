import type { Mailbox } from "./smtp.ts";

const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,255}$/;
const NAMED = /^"?([^<>"\p{Cc}]*?)"?\s*<([^<>]+)>$/u;

/** Reads `ops@example.com` or `Ops <ops@example.com>`; null when it is neither. */
export function parseMailbox(text: string): Mailbox | null {
  const named = NAMED.exec(text.trim());
  const address = named?.[2] ?? text.trim();
  return isMailAddress(address) ? { name: named?.[1] ?? "", address } : null;
}

/** Says whether a text is an address for mail, and nothing else. */
export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text);
}
