import { asRecord, type JsonRecord, own, textOf, unpackJson } from "../shared/values.ts";

/**
 * Reads an event of the cloud as EventBridge passes it on (a CloudEvent: `specversion`, `source` such as `acs.ecs`,
 * `type` such as `ecs:Disk:Stalled`, the content in `data`) in the names of CloudMonitor's own; null for anything else.
 */
export function asClassicEvent(record: JsonRecord): JsonRecord | null {
  const type = textOf(record, "type");
  const data = asRecord(unpackJson(own(record, "data"))) ?? {};
  if (textOf(record, "specversion") === null || type === null) return null;
  // An event that CloudMonitor itself published lies inside as it is.
  if (textOf(data, "name") !== null && textOf(data, "product") !== null) return data;
  const colon = type.indexOf(":");
  const status = textOf(data, "eventStatus");
  const name = type.slice(colon + 1);
  return {
    id: textOf(record, "id"),
    product: productOf(textOf(record, "source")) ?? type.slice(0, Math.max(colon, 0)).toUpperCase(),
    name: status === null || name.endsWith(`:${status}`) ? name : `${name}:${status}`,
    status,
    level: textOf(data, "level"),
    // The subject names the account and the region, and not always what it is about.
    resourceId: textOf(data, "resourceId", "instanceId", "diskId") ?? textOf(record, "subject"),
    instanceName: textOf(data, "instanceName"),
    regionId: textOf(record, "aliyunregionid"),
    userId: textOf(record, "aliyunaccountid"),
    eventTime: textOf(record, "time"),
    content: data,
  };
}

function productOf(source: string | null): string | null {
  return source?.startsWith("acs.") ? source.slice("acs.".length).toUpperCase() : null;
}
