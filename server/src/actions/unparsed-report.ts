import { truncate } from "../lib/truncate.ts";
import type { AlarmReport } from "../model/index.ts";

/** Bytes of a body that a message shows. */
const SHOWN_BYTES = 3_000;
const SHOWN_CHARACTERS = 2_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces.
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The report of a body that nobody could read: why, and how it begins. */
export function unparsedReport(sourceName: string, body: Uint8Array, reason: string): AlarmReport {
  const text = new TextDecoder().decode(body.subarray(0, SHOWN_BYTES)).replace(CONTROL_BUT_LINES, " ").trim();
  return {
    key: "unparsed",
    eventId: null,
    state: "info",
    severity: "error",
    title: `Unparsed alarm from ${sourceName.toWellFormed().slice(0, 100)}`,
    summary: `${reason} It may be an alarm all the same; what came is kept.`,
    resource: null,
    value: null,
    fields: text === "" ? [] : [{ label: "Body", value: truncate(text, SHOWN_CHARACTERS) }],
    startsAt: null,
    url: null,
    rest: [],
    endsAfterMs: null,
  };
}
