import {
  type AccountMail,
  canMail,
  type Mailer,
  type MailerOptions,
  type MailTried,
  type NamedMail,
  tryMail,
} from "../../actions/mailer.ts";
import type { AwsAccess } from "../../config/parse-lambda-settings.ts";
import type { HttpClient } from "../../lib/http-client.ts";
import { newId } from "../../lib/ids.ts";
import type { Vault } from "../../lib/vault.ts";
import { ses } from "../../providers/ses.ts";
import { htmlOfText } from "../../providers/shared/mail-text.ts";
import type { OutTray } from "./out-tray.ts";

/** What sends the mails that come out of the queue. */
export interface PostOffice extends MailerOptions {
  readonly http: HttpClient;
  readonly vault: Vault;
  /** Through SES go the mails of whoever set a sender and no mail server; null: there are no keys for that. */
  readonly aws: AwsAccess | null;
}

/**
 * A mailer that hands mails to the queue, sealed: they hold links that log people in. So nobody waits for a mail server
 * before he is answered, and a mail that it cannot take now is tried again by the queue.
 */
export function createQueuedMailer({
  settings,
  aws,
  vault,
  tray,
}: Pick<PostOffice, "settings" | "aws" | "vault"> & { readonly tray: OutTray }): Mailer {
  return {
    isSet: canMail(settings) || (settings.mailFrom !== null && aws !== null),
    send(mail: AccountMail) {
      const named: NamedMail = { id: newId(), ...mail };
      tray.put([{ kind: "mail", sealed: vault.seal(JSON.stringify(named)) }]);
    },
    close: async () => {},
  };
}

/** Sends a mail that came out of the queue. False: the queue is to bring it again. */
export async function sendQueuedMail(sealed: string, office: PostOffice): Promise<boolean> {
  const mail = openMail(sealed, office.vault);
  if (mail === null) {
    office.log.error({}, "a mail to an account was sealed with another master key, or damaged");
    return false;
  }
  const tried = await (canMail(office.settings) ? tryMail(mail, office) : tryThroughSes(mail, office));
  if (tried.kind === "taken") return true;
  const again = tried.kind === "later";
  office.log.warn({ reason: tried.reason, again }, "a mail to an account could not be sent");
  return !again;
}

async function tryThroughSes(mail: NamedMail, office: PostOffice): Promise<MailTried> {
  const { settings, aws, http, connect, clock, log } = office;
  if (aws === null || settings.mailFrom === null) throw new Error("a mail was to be sent without a way to send it");
  const { id: messageId, to, subject, text } = mail;
  const input = {
    payload: { subject, text, html: htmlOfText(text) },
    credentials: { ...aws, from: settings.mailFrom, to: [to] },
    messageId,
    alertKey: null,
    previous: null,
  };
  const result = await ses.send(input, { http, connect, now: clock.now(), log: log.info });
  switch (result.kind) {
    case "delivered":
    case "accepted":
      return { kind: "taken" };
    case "limited":
      return { kind: "later", reason: "SES takes no more mails now." };
    case "retry":
    case "unknown":
      return { kind: "later", reason: result.reason };
    case "rejected":
      return { kind: "refused", reason: result.reason };
  }
}

function openMail(sealed: string, vault: Vault): NamedMail | null {
  try {
    return JSON.parse(vault.open(sealed)) as NamedMail;
  } catch {
    // Whatever is wrong with it, it will not get better.
    return null;
  }
}
