import type { CreateAccountOutcome } from "./ports.ts";

/** What a refusal inside the transaction is thrown as, so that nothing stays of what was done before it. */
export class AccountRefused extends Error {
  readonly outcome: CreateAccountOutcome;

  constructor(outcome: CreateAccountOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** Runs what makes an account; a refusal that is thrown becomes its outcome. */
export async function unlessRefused(run: () => Promise<CreateAccountOutcome>): Promise<CreateAccountOutcome> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AccountRefused) return error.outcome;
    throw error;
  }
}
