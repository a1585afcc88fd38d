/** Exit codes of every command but `run`, which ends with its command's own. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Why a command could not do its work, and what the user can do: at most two lines, never a stack. */
export class CliFault extends Error {
  override readonly name = "CliFault";
  readonly hint: string | null;
  readonly exitCode: number;

  constructor(message: string, hint: string | null = null, exitCode: number = EXIT.failed) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** A fault of what was typed. */
export function usageFault(message: string, hint: string | null = null): CliFault {
  return new CliFault(message, hint, EXIT.usage);
}
