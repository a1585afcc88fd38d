import type { AlarmEventPair } from "../../../model/index.ts";
import type { ParsedAlarms } from "../contract.ts";
import { parseInstant } from "../shared/instants.ts";
import { makeReport } from "../shared/make-report.ts";
import { type JsonRecord, keyOf, own, textOf, unpackJson } from "../shared/values.ts";
import { severityOfLevel } from "./levels.ts";
import { PAIRED_ENDS_AFTER_MS, phaseOf } from "./pairs.ts";

/** Told in its own place, or told to nobody: a user id is no news, and a signature cannot be checked. */
const USED = ["id", "name", "level", "resourceId", "instanceName", "product", "eventType", "status"];
const ALSO_USED = ["regionId", "eventTime", "ver", "userId", "signature"];

/** An event alarm in the classic shape. Dry runs and queues send only a part of it. */
export function parseEvent(event: JsonRecord, pairs: readonly AlarmEventPair[]): ParsedAlarms {
  const name = textOf(event, "name", "eventType") ?? "event";
  const phase = phaseOf(name, pairs);
  const resourceId = textOf(event, "resourceId");
  const instance = textOf(event, "instanceName");
  const userId = textOf(event, "userId");
  const id = textOf(event, "id");
  const on = instance ?? resourceId;
  const report = makeReport({
    key: keyOf(userId, resourceId ?? instance, phase?.family ?? name),
    eventId: id,
    state: phase?.state ?? "info",
    severity: severityOfLevel(textOf(event, "level")) ?? "error",
    title: [textOf(event, "product"), name, on === null ? null : `on ${on}`].filter((part) => part !== null).join(" "),
    resource: resourceText(instance, resourceId),
    value: null,
    fields: [
      ["Status", textOf(event, "status")],
      ["Event type", textOf(event, "eventType")],
      ["Region", textOf(event, "regionId")],
    ],
    startsAt: parseInstant(own(event, "eventTime")),
    endsAfterMs: phase === null ? null : PAIRED_ENDS_AFTER_MS,
    payload: { ...event, content: unpackJson(own(event, "content")) },
    used: [...USED, ...ALSO_USED],
  });
  return { kind: "reports", reports: [report] };
}

/** A name for people with the id for machines. */
export function resourceText(name: string | null, id: string | null): string | null {
  if (name === null || id === null || name === id) return name ?? id;
  return `${name} (${id})`;
}
