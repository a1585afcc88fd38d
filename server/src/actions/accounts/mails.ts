import type { AccountMail } from "../mailer.ts";

/** An invitation to a project. */
export function invitationMail(
  to: string,
  about: { readonly project: string; readonly by: string; readonly url: string },
): AccountMail {
  return {
    to,
    subject: `Invitation to ${about.project} on Watchbell`,
    text: paragraphs(
      "Hello,",
      `${about.by} invites you to the project "${about.project}" on Watchbell, which notices when something that should happen does not.`,
      `Join with this link within 7 days; it is good once:\n${about.url}`,
      "If you do not know what this is about, leave it; nothing happens then.",
    ),
  };
}

/** A link with which a new password can be chosen. */
export function passwordMail(to: string, url: string): AccountMail {
  return {
    to,
    subject: "A new password for Watchbell",
    text: paragraphs(
      "Hello,",
      "somebody, probably you, wants a new password for your account on Watchbell.",
      `Choose one with this link within an hour; it is good once:\n${url}`,
      "If it was not you, leave it; your password stays as it is.",
    ),
  };
}

/** A link with which a sign-up is finished, so that nobody opens an account at an address that is not his. */
export function signUpMail(to: string, url: string): AccountMail {
  return {
    to,
    subject: "Your account on Watchbell",
    text: paragraphs(
      "Hello,",
      "somebody, probably you, wants an account on Watchbell with this address.",
      `Choose its password with this link within a day; it is good once:\n${url}`,
      "If it was not you, leave it; no account is made then.",
    ),
  };
}

/** The last mail to an account that was deleted. */
export function accountDeletedMail(to: string, baseUrl: string): AccountMail {
  return {
    to,
    subject: "Your account on Watchbell was deleted",
    text: paragraphs(
      "Hello,",
      `your account on the Watchbell at ${baseUrl} was deleted, with its sessions and with the projects that only you were in.`,
      "If it was not you, tell whoever runs that Watchbell. It cannot be brought back.",
    ),
  };
}

/** What somebody gets who signs up with an address that has an account. */
export function knownAddressMail(to: string, baseUrl: string): AccountMail {
  return {
    to,
    subject: "You have an account on Watchbell already",
    text: paragraphs(
      "Hello,",
      "somebody, probably you, wanted a new account on Watchbell, but this address has one already.",
      `Log in here, or have a new password sent there:\n${baseUrl}/log-in`,
      "If it was not you, leave it; nothing has changed.",
    ),
  };
}

/** Tells the owner of an account that its password is another one now. */
export function passwordChangedMail(to: string, baseUrl: string): AccountMail {
  return {
    to,
    subject: "Your password on Watchbell was changed",
    text: paragraphs(
      "Hello,",
      "the password of your account on Watchbell was changed just now, and all its other sessions have ended.",
      `If it was not you, choose a new one at once:\n${baseUrl}/forgot`,
    ),
  };
}

/** A link that shows that a new address is one's own. */
export function newAddressMail(to: string, url: string): AccountMail {
  return {
    to,
    subject: "Your new address on Watchbell",
    text: paragraphs(
      "Hello,",
      "somebody, probably you, wants mails for an account on Watchbell at this address.",
      `Say yes with this link within an hour; it is good once:\n${url}`,
      "If it was not you, leave it; nothing changes then.",
    ),
  };
}

/** Tells the old address of an account that mails go to another one now. */
export function addressChangedMail(
  to: string,
  about: { readonly email: string; readonly baseUrl: string },
): AccountMail {
  return {
    to,
    subject: "Your address on Watchbell was changed",
    text: paragraphs(
      "Hello,",
      `your account on Watchbell at ${about.baseUrl} has the address ${about.email} now; this is the last mail to the old one.`,
      "If it was not you, tell whoever runs it.",
    ),
  };
}

/** Tells the owner of an account that it logs in otherwise than before; `what` is one sentence. */
export function waysChangedMail(to: string, about: { readonly what: string; readonly baseUrl: string }): AccountMail {
  return {
    to,
    subject: "How you log in to Watchbell was changed",
    text: paragraphs(
      "Hello,",
      `something was changed about how your account on Watchbell at ${about.baseUrl} logs in:\n${about.what}`,
      `If it was not you, choose a new password at once, which ends every session:\n${about.baseUrl}/forgot`,
    ),
  };
}

function paragraphs(...parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
