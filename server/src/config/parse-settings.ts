import type { Environment } from "./environment.ts";
import { parseConfigFile } from "./parse-config-file.ts";
import { type ParsedSettings, type Said, settingsOf } from "./settings-of.ts";

export type { ParsedSettings, Said };

/** Settings from defaults, the YAML file and the environment, each stronger than the one before; or all that is wrong. */
export function parseSettings(environment: Environment, said: Said = {}): ParsedSettings {
  return settingsOf(environment, parseConfigFile(environment), said);
}
