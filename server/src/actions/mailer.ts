import type { Settings } from "../config/settings.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connect } from "../lib/connect.ts";
import { newId } from "../lib/ids.ts";
import type { Log } from "../lib/log.ts";
import { parseMailbox } from "../lib/mailbox.ts";
import { type SmtpResult, sendMail } from "../lib/smtp.ts";
import { parseSmtpUrl } from "../lib/smtp-url.ts";
import { MAIL_HEADERS } from "../providers/shared/mail-message.ts";
import { htmlOfText } from "../providers/shared/mail-text.ts";

/** A mail to somebody who has an account, or is to have one. */
export interface AccountMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Mails accounts. Whoever sends does not wait: how long a mail takes must not tell whether one went out. */
export interface Mailer {
  /** False: no mail server is set, and `send` must not be called. */
  readonly isSet: boolean;
  send(mail: AccountMail): void;
  /** Gives up what waits to be tried again, and leaves what is being sent a little time to end. */
  close(): Promise<void>;
}

export interface MailerOptions {
  readonly settings: Pick<Settings, "smtpUrl" | "mailFrom">;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly log: Log;
}

const TIMEOUT_MS = 45_000;
const FAREWELL_MS = 5_000;
/** When a mail that could not be sent is tried again; after that whoever wants it asks once more. */
const TRY_AGAIN_MS = [5_000, 60_000] as const;

/** Makes the mailer of a process. */
export function createMailer(options: MailerOptions): Mailer {
  const { settings, log } = options;
  const closed = new AbortController();
  const underWay = new Set<Promise<void>>();
  return {
    isSet: canMail(settings),
    send(mail) {
      if (!canMail(settings)) throw new Error("a mail was to be sent without a mail server");
      const sending = sendUntilTaken({ id: newId(), ...mail }, options, closed.signal)
        .catch((error: unknown) => log.error({ err: error }, "a mail to an account failed"))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    async close() {
      closed.abort();
      const done = new AbortController();
      await Promise.race([Promise.all(underWay), options.clock.sleep(FAREWELL_MS, done.signal)]);
      done.abort();
    },
  };
}

/** True where a mail server is set, and who the mails come from. */
export function canMail({ smtpUrl, mailFrom }: MailerOptions["settings"]): boolean {
  return smtpUrl !== null && mailFrom !== null;
}

/** A mail with the name by which its receiver knows it again when it comes twice. */
export interface NamedMail extends AccountMail {
  readonly id: string;
}

async function sendUntilTaken(mail: NamedMail, options: MailerOptions, signal: AbortSignal): Promise<void> {
  for (const waitMs of [...TRY_AGAIN_MS, null]) {
    const tried = await tryMail(mail, options);
    if (tried.kind === "taken") return;
    const again = waitMs !== null && tried.kind === "later";
    options.log.warn({ reason: tried.reason, again }, "a mail to an account could not be sent");
    if (waitMs === null || !again) return;
    await options.clock.sleep(waitMs, signal);
    if (signal.aborted) return;
  }
}

/** What became of one try to send a mail; `later`: the server may take it another time. */
export type MailTried = { readonly kind: "taken" } | { readonly kind: "later" | "refused"; readonly reason: string };

/** Tries once to send a mail. */
export async function tryMail(mail: NamedMail, { settings, connect, clock }: MailerOptions): Promise<MailTried> {
  const server = settings.smtpUrl === null ? null : parseSmtpUrl(settings.smtpUrl);
  const from = settings.mailFrom === null ? null : parseMailbox(settings.mailFrom);
  if (server === null || from === null) throw new Error("a mail was to be sent without a mail server");
  const { id, to, subject, text } = mail;
  const letter = {
    from,
    to: [{ name: "", address: to }],
    subject,
    text,
    html: htmlOfText(text),
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
    references: null,
    date: clock.now(),
    headers: MAIL_HEADERS,
  };
  const result = await sendMail(connect, server, letter, { timeoutMs: TIMEOUT_MS });
  if (result.kind === "taken") return result;
  return { kind: mayTryAgain(result) ? "later" : "refused", reason: reasonOf(result) };
}

function mayTryAgain(result: Exclude<SmtpResult, { readonly kind: "taken" }>): boolean {
  return result.kind === "refused" ? !result.permanent : result.why === "unreachable";
}

function reasonOf(result: Exclude<SmtpResult, { readonly kind: "taken" }>): string {
  return result.kind === "refused" ? `The mail server said no (${result.stage}): ${result.answer}` : result.reason;
}
