import type { Connect } from "../../lib/connect.ts";
import type { ClaimedMessage } from "../../model/index.ts";
import type { App } from "../app.ts";

/** Where a message goes now. */
export interface Addressed {
  readonly claimed: ClaimedMessage;
  readonly connect: Connect;
  /** Why it goes to the log and not to an account; null: it goes where it should. */
  readonly instead: string | null;
}

const NO_SERVER = "No mail server is set (WATCHBELL_SMTP_URL), so it was written to the log.";
const NO_ACCOUNT = "The account that it would be mailed to is gone, so it was written to the log.";

/**
 * Fills in where a message to an account goes: to the address that it has now, through the mail server that is set now.
 * Neither is kept with the topic, so that a new address or a new password of the server needs no topic to be changed.
 */
export async function addressToAccount(
  app: Pick<App, "settings" | "store" | "connect" | "connectToOwn">,
  claimed: ClaimedMessage,
): Promise<Addressed> {
  const accountId = accountOf(claimed.credentials);
  const { connect } = app;
  if (accountId === null) return { claimed, connect, instead: null };
  const { smtpUrl, mailFrom } = app.settings;
  if (smtpUrl === null) return { ...toLog(claimed, NO_SERVER), connect };
  const account = await app.store.accounts.get(accountId);
  if (account === null) return { ...toLog(claimed, NO_ACCOUNT), connect };
  const credentials = { url: smtpUrl, from: mailFrom, to: [account.email] };
  return { claimed: { ...claimed, credentials }, connect: app.connectToOwn, instead: null };
}

/** Only personal-topic.ts makes such credentials; the schema of the provider refuses them from anybody else. */
function accountOf(credentials: unknown): string | null {
  if (typeof credentials !== "object" || credentials === null || !("account" in credentials)) return null;
  return typeof credentials.account === "string" ? credentials.account : null;
}

function toLog(claimed: ClaimedMessage, instead: string): Omit<Addressed, "connect"> {
  const message = { ...claimed.message, provider: "log" };
  return { claimed: { ...claimed, message, credentials: {} }, instead };
}
