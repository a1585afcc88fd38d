import {
  type AccountMail,
  canMail,
  type Mailer,
  type MailerOptions,
  type NamedMail,
  tryMail,
} from "../../actions/mailer.ts";
import { newId } from "../../lib/ids.ts";
import type { Vault } from "../../lib/vault.ts";
import type { OutTray } from "./out-tray.ts";

/**
 * A mailer that hands mails to the queue, sealed: they hold links that log people in. So nobody waits for a mail server
 * before he is answered, and a mail that it cannot take now is tried again by the queue.
 */
export function createQueuedMailer(
  settings: MailerOptions["settings"],
  { tray, vault }: { readonly tray: OutTray; readonly vault: Vault },
): Mailer {
  return {
    isSet: canMail(settings),
    send(mail: AccountMail) {
      const named: NamedMail = { id: newId(), ...mail };
      tray.put([{ kind: "mail", sealed: vault.seal(JSON.stringify(named)) }]);
    },
    close: async () => {},
  };
}

/** Sends a mail that came out of the queue. False: the queue is to bring it again. */
export async function sendQueuedMail(sealed: string, vault: Vault, options: MailerOptions): Promise<boolean> {
  const mail = openMail(sealed, vault);
  if (mail === null) {
    options.log.error({}, "a mail to an account was sealed with another master key, or damaged");
    return false;
  }
  const tried = await tryMail(mail, options);
  if (tried.kind === "taken") return true;
  const again = tried.kind === "later";
  options.log.warn({ reason: tried.reason, again }, "a mail to an account could not be sent");
  return !again;
}

function openMail(sealed: string, vault: Vault): NamedMail | null {
  try {
    return JSON.parse(vault.open(sealed)) as NamedMail;
  } catch {
    // Whatever is wrong with it, it will not get better.
    return null;
  }
}
