import { Command } from "@commander-js/extra-typings";
import { examples } from "./api-command.ts";
import { CliFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { serverSettings } from "./server-settings.ts";
import { waitForSignal } from "./wait-for-signal.ts";

/** `watchbell serve`: runs the server until a signal stops it. */
export function serveCommand(context: CliContext) {
  return new Command("serve")
    .description("Run the server, until SIGINT or SIGTERM; a second signal ends it at once.")
    .option(
      "--roles <list>",
      "what this process does, of http, sweep, probe and deliver; default: all (docs/processes.md)",
    )
    .addHelpText(
      "after",
      `\nSettings come from WATCHBELL_… variables and the YAML file that WATCHBELL_CONFIG names: docs/configuration.md.\n${examples(
        "watchbell serve",
        "WATCHBELL_PORT=8080 WATCHBELL_DATA_DIR=/var/lib/watchbell watchbell serve",
        "watchbell serve --roles sweep,deliver",
        "WATCHBELL_CONFIG=/etc/watchbell.yaml watchbell serve",
      )}`,
    )
    .action(async ({ roles }) => {
      const settings = serverSettings(context, { roles });
      const startServer = await context.loadStartServer();
      // The listener stands before the start, so that a signal during a slow start stops the server in order too.
      const stopAsked = waitForSignal(context);
      const server = await startServer(settings, { print: context.print });
      const reason = await Promise.race([stopAsked, server.outgrown]);
      if (reason !== undefined) context.complain(`watchbell: ${reason} Finishing what is under way.`);
      await server.stop();
      if (reason !== undefined) throw new CliFault("Stopped: it does not fit its database any more.");
    });
}
