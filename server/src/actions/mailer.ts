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
  const server = settings.smtpUrl === null ? null : parseSmtpUrl(settings.smtpUrl);
  const from = settings.mailFrom === null ? null : parseMailbox(settings.mailFrom);
  const closed = new AbortController();
  const underWay = new Set<Promise<void>>();
  return {
    isSet: server !== null && from !== null,
    send(mail) {
      if (server === null || from === null) throw new Error("a mail was to be sent without a mail server");
      const sending = sendUntilTaken(mail, { ...options, server, from, signal: closed.signal })
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

interface Post extends MailerOptions {
  readonly server: NonNullable<ReturnType<typeof parseSmtpUrl>>;
  readonly from: NonNullable<ReturnType<typeof parseMailbox>>;
  readonly signal: AbortSignal;
}

async function sendUntilTaken({ to, subject, text }: AccountMail, post: Post): Promise<void> {
  const { from, clock, log, signal } = post;
  const messageId = `<${newId()}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`;
  const mail = {
    from,
    to: [{ name: "", address: to }],
    subject,
    text,
    html: htmlOfText(text),
    messageId,
    references: null,
    date: clock.now(),
    headers: MAIL_HEADERS,
  };
  for (const waitMs of [...TRY_AGAIN_MS, null]) {
    const result = await sendMail(post.connect, post.server, mail, { timeoutMs: TIMEOUT_MS });
    if (result.kind === "taken") return;
    const fields = { reason: reasonOf(result), again: waitMs !== null && mayTryAgain(result) };
    log.warn(fields, "a mail to an account could not be sent");
    if (waitMs === null || !fields.again) return;
    await clock.sleep(waitMs, signal);
    if (signal.aborted) return;
  }
}

function mayTryAgain(result: Exclude<SmtpResult, { readonly kind: "taken" }>): boolean {
  return result.kind === "refused" ? !result.permanent : result.why === "unreachable";
}

function reasonOf(result: Exclude<SmtpResult, { readonly kind: "taken" }>): string {
  return result.kind === "refused" ? `The mail server said no (${result.stage}): ${result.answer}` : result.reason;
}
