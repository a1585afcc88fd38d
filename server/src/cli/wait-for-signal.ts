import type { CliContext } from "./context.ts";

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGTERM: 15 };

/** Settles at the first signal that asks to stop; the second one ends the process. */
export function waitForSignal(context: CliContext): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    context.onSignals(["SIGINT", "SIGTERM"], (signal) => {
      if (asked) return context.exitNow(128 + (SIGNAL_NUMBERS[signal] ?? 0));
      asked = true;
      context.complain(`watchbell: ${signal} received, finishing what is under way. Again: stop at once.`);
      resolve();
    });
  });
}
