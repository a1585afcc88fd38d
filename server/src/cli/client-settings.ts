import { type ClientFlags, type ClientSettings, parseClientSettings } from "../config/parse-client-settings.ts";
import { CliFault, EXIT } from "./cli-fault.ts";
import type { CliContext } from "./context.ts";

/** Address and keys for this command, or a fault that lists all that is wrong with them. */
export function clientSettings({ environment }: Pick<CliContext, "environment">, flags: ClientFlags): ClientSettings {
  const parsed = parseClientSettings(environment, flags);
  if (parsed.kind === "ok") return parsed.client;
  const faults = parsed.problems.map(({ setting, message }) => `${setting}: ${message}`).join(" ");
  throw new CliFault(faults, parsed.problems.map(({ hint }) => hint).join(" "), EXIT.usage);
}
