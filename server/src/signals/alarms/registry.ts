import { alertmanager } from "./alertmanager.ts";
import { cloudmonitor } from "./cloudmonitor.ts";
import { createCloudwatch } from "./cloudwatch.ts";
import type { AlarmSource } from "./contract.ts";
import { generic } from "./generic.ts";
import { grafana } from "./grafana.ts";

export type AlarmSourceRegistry = ReadonlyMap<string, AlarmSource>;

/** Makes every source, by the name in its URL. A test holds this equal to the folder and to docs/alarms/. */
export function createAlarmSources(): AlarmSourceRegistry {
  const all: readonly AlarmSource[] = [generic, cloudmonitor, alertmanager, grafana, createCloudwatch()];
  return new Map(all.map((source) => [source.kind, source]));
}
