import { Command } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import type { CliContext } from "./context.ts";
import { serverSettings } from "./server-settings.ts";

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGTERM: 15 };

/** `watchbell serve`: runs the server until a signal stops it. */
export function serveCommand(context: CliContext) {
  return new Command("serve")
    .description("Run the server, until SIGINT or SIGTERM; a second signal ends it at once.")
    .addHelpText(
      "after",
      `\nSettings come from WATCHBELL_… variables and the YAML file that WATCHBELL_CONFIG names: docs/configuration.md.\n${examples(
        "watchbell serve",
        "WATCHBELL_PORT=8080 WATCHBELL_DATA_DIR=/var/lib/watchbell watchbell serve",
        "WATCHBELL_CONFIG=/etc/watchbell.yaml watchbell serve",
      )}`,
    )
    .action(async () => {
      const settings = serverSettings(context);
      const startServer = await context.loadStartServer();
      // The listener stands before the start, so that a signal during a slow start stops the server in order too.
      const stopAsked = waitForSignal(context);
      const server = await startServer(settings, { print: context.print });
      await stopAsked;
      await server.stop();
    });
}

/** Settles at the first signal; the second one ends the process. */
function waitForSignal(context: CliContext): Promise<void> {
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
