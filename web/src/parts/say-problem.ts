/** What the server says when a log-in through another service failed, by its code in the address. */
const PROBLEMS: Readonly<Record<string, (name: string) => string>> = {
  refused: (name) => `${name} did not let you in, or you said no there.`,
  expired: (name) => `Logging in through ${name} took too long. Try again.`,
  unreachable: (name) => `${name} cannot be reached. Try again, or log in with your password.`,
  email_not_verified: (name) => `${name} does not vouch for your e-mail, so it cannot be told whose account this is.`,
  not_linked: (name) =>
    `Your account is not linked with ${name} yet. Log in with your password, then link it in your settings under Account.`,
  linked_elsewhere: (name) => `Another account here is linked with that account at ${name}.`,
  too_many_tries: (name) => `There were too many tries through ${name}. Try again in a while.`,
  sign_up_closed: (name) => `${name} knows you, but you have no account here. Ask a member of a project to invite you.`,
};

/** Says why a log-in through another service failed; words of the address itself are never shown, anybody may write them. */
export function sayProblem(code: string, name: string): string {
  const say = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
  return say?.(name) ?? `Logging in through ${name} did not work. Try again, or log in with your password.`;
}
