import type { Account } from "../../model/index.ts";
import type { App } from "../app.ts";
import { waysChangedMail } from "./mails.ts";

/** Mails the owner of an account what was changed about how it logs in, where mail can be sent. */
export function tellOwner({ mailer, settings }: App, { email }: Pick<Account, "email">, what: string): void {
  if (mailer.isSet) mailer.send(waysChangedMail(email, { what, baseUrl: settings.baseUrl }));
}
