import { berlin } from "../../server/test/whole/company-life/berlin.ts";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

export const ZONE = "Europe/Berlin";

/** The first day of the company with its Watchbell. */
export const OPENED_AT = berlin("2026-06-15T08:00");
/** From here on probes look as often as they are told; before, once an hour is enough for the history. */
export const FINE_FROM = berlin("2026-09-14T06:00");
/** When the pictures are taken: a Tuesday morning. */
export const TAKEN_AT = berlin("2026-09-15T10:24:20");
