import { z } from "zod";
import type { Mailbox } from "../../lib/smtp.ts";

const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,255}$/;
const NAMED = /^"?([^<>"\p{Cc}]*?)"?\s*<([^<>]+)>$/u;

/** Reads `ops@example.com` or `Ops <ops@example.com>`; null when it is neither. */
function parseMailbox(text: string): Mailbox | null {
  const named = NAMED.exec(text.trim());
  const address = named?.[2] ?? text.trim();
  return ADDRESS.test(address) ? { name: named?.[1] ?? "", address } : null;
}

/** An address for mail, with or without a name. */
export const MailAddress = z
  .string()
  .max(400, "must have at most 400 characters")
  .refine((text) => parseMailbox(text) !== null, "must be an address such as ops@example.com or Ops <ops@example.com>");

/** The address in credentials that passed their schema. */
export function mailboxOf(text: string): Mailbox {
  const mailbox = parseMailbox(text);
  if (mailbox === null) throw new Error("credentials that passed their schema hold an address that does not parse");
  return mailbox;
}

/** What stands behind the @. */
export function domainOf({ address }: Mailbox): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
