import { usageFault } from "./cli-fault.ts";
import { parseDuration } from "./durations.ts";

/** Reads the whole number of an option. */
export function readNumber(
  option: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.min && value <= range.max) return value;
  throw usageFault(`${option} ${text} is no whole number from ${range.min} to ${range.max}.`);
}

/** Reads the duration of an option as whole seconds. */
export function readSeconds(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms % 1_000 === 0) return ms / 1_000;
  throw usageFault(`${option} ${text} is no duration in whole seconds.`, "Write it as 30s, 5m, 2h, 1d or 1h30m.");
}
