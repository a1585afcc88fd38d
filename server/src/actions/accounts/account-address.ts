import type { ClaimedMessage } from "../../model/index.ts";
import type { App } from "../app.ts";

/** Where a message to an account goes now; `instead` says why it goes to the log. */
export interface Addressed {
  readonly claimed: ClaimedMessage;
  readonly instead: string | null;
}

const NO_SERVER = "No mail server is set (WATCHBELL_SMTP_URL), so it was written to the log.";
const NO_ACCOUNT = "The account that it would be mailed to is gone, so it was written to the log.";

/**
 * Fills in where a message to an account goes: to the address that it has now, through the mail server that is set now.
 * Neither is kept with the topic, so that a new address or a new password of the server needs no topic to be changed.
 */
export async function addressToAccount(
  app: Pick<App, "settings" | "store">,
  claimed: ClaimedMessage,
): Promise<Addressed> {
  const accountId = accountOf(claimed.credentials);
  if (accountId === null) return { claimed, instead: null };
  const { smtpUrl, mailFrom } = app.settings;
  if (smtpUrl === null) return toLog(claimed, NO_SERVER);
  const account = await app.store.accounts.get(accountId);
  if (account === null) return toLog(claimed, NO_ACCOUNT);
  const credentials = { url: smtpUrl, from: mailFrom, to: [account.email] };
  return { claimed: { ...claimed, credentials }, instead: null };
}

/** Only personal-topic.ts makes such credentials; the schema of the provider refuses them from anybody else. */
function accountOf(credentials: unknown): string | null {
  if (typeof credentials !== "object" || credentials === null || !("account" in credentials)) return null;
  return typeof credentials.account === "string" ? credentials.account : null;
}

function toLog(claimed: ClaimedMessage, instead: string): Addressed {
  const message = { ...claimed.message, provider: "log" };
  return { claimed: { ...claimed, message, credentials: {} }, instead };
}
