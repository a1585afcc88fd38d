import { AppError } from "../../model/index.ts";

/** What the link of an invitation holds. */
export interface Invitation {
  readonly value: string;
  /** Only in a link that was mailed: shows that its reader reads the mails of that address. */
  readonly proof?: string | undefined;
}

/** The token in the link of an invitation, as whoever opens it hands it on. */
export function invitationToken({ value, proof }: Invitation): string {
  return proof === undefined ? value : `${value}.${proof}`;
}

/** Takes the token of a link apart. */
export function parseInvitation(token: string): Invitation {
  const [value = "", proof] = token.split(".", 2);
  return { value, proof };
}

/** The refusal of an invitation that cannot be used any more. */
export function invitationOver(): AppError {
  return new AppError("link_expired", "The invitation was used already, was taken back or is over. Ask for a new one.");
}
