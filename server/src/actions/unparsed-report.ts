import { cleanText } from "../lib/clean-text.ts";
import type { AlarmReport } from "../model/index.ts";

/** Bytes of a body that a message shows. */
const SHOWN_BYTES = 3_000;
const SHOWN_CHARACTERS = 2_000;

/** The report of a body that nobody could read: why, and how it begins. `isKept`: it can be looked at later. */
export function unparsedReport(
  sourceName: string,
  body: Uint8Array,
  { reason, isKept }: { readonly reason: string; readonly isKept: boolean },
): AlarmReport {
  const text = cleanText(new TextDecoder().decode(body.subarray(0, SHOWN_BYTES)), SHOWN_CHARACTERS);
  return {
    key: "unparsed",
    eventId: null,
    state: "info",
    severity: "error",
    title: `Unparsed alarm from ${sourceName.toWellFormed().slice(0, 100)}`,
    summary: `${reason} It may be an alarm all the same${isKept ? "; what came is kept" : ""}.`,
    resource: null,
    value: null,
    fields: text === "" ? [] : [{ label: "Body", value: text }],
    startsAt: null,
    url: null,
    rest: [],
    endsAfterMs: null,
  };
}
