import { dirname, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { parseHost } from "../config/setting-values.ts";
import { examples } from "./api-command.ts";
import { usageFault } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";
import { readNumber } from "./read-number.ts";
import { readPinger } from "./read-pinger.ts";
import { serverSettings } from "./server-settings.ts";
import { waitForSignal } from "./wait-for-signal.ts";

/** `watchbell pinger`: runs a Py Pinger's configuration as it is. */
export function pingerCommand(context: CliContext) {
  return new Command("pinger")
    .description("Run the pinger.ini of a Py Pinger as it is, until SIGINT or SIGTERM.")
    .requiredOption("--config <file>", "the pinger.ini; pinger.db and pinger.log are kept beside it")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--port <port>", "port to listen on", "3002")
    .option("--send", "send to Slack, HipChat and Sentry although the file says only_log = true")
    .addHelpText(
      "after",
      `\nGET / shows all tasks, GET /task/<url> one of them, with status 500 while it is in error: docs/doors/pinger.md.\n${examples(
        "watchbell pinger --config /etc/pinger/pinger.ini",
        "watchbell pinger --config pinger.ini --host 0.0.0.0 --send",
      )}`,
    )
    .action(async ({ config, host, port, send = false }) => {
      const path = resolve(context.environment.cwd, config);
      const pinger = readPinger(context, path);
      const listenOn = parseHost(host);
      if (!listenOn.ok) throw usageFault(`--host: ${listenOn.message}`, listenOn.hint);
      const settings = {
        ...serverSettings(context),
        host: listenOn.value,
        port: readNumber("--port", port, { min: 0, max: 65_535 }),
        dataDir: dirname(path),
      };
      // Only here, so that no other command loads a server.
      const { startPinger } = await import("../hosts/pinger.ts");
      const stopAsked = waitForSignal(context);
      const running = await startPinger({ pinger, settings, send, print: context.print });
      context.print(`Pinger runs at ${running.address}`);
      await stopAsked;
      await running.stop();
    });
}
