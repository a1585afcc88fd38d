import { z } from "zod";
import { parseMailbox } from "../../lib/mailbox.ts";
import type { Mailbox } from "../../lib/smtp.ts";

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
