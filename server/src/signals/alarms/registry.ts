import type { AlarmSource } from "./contract.ts";
import { generic } from "./generic.ts";

export type AlarmSourceRegistry = ReadonlyMap<string, AlarmSource>;

/** Every source, by the name in its URL. A test holds this equal to the folder and to docs/alarms/. */
export function createAlarmSources(_deps: { readonly now: () => number }): AlarmSourceRegistry {
  const all: readonly AlarmSource[] = [generic];
  return new Map(all.map((source) => [source.kind, source]));
}
