import type { IniSections, IniValue } from "./parse-ini.ts";
import type { PingerProblem } from "./pinger-config.ts";

/** Reads the values of one section; what is wrong is added to the problems. */
export interface SectionReader {
  /** The text of a key; null when it is missing or empty. */
  text(key: string): string | null;
  /** The same, but it must be there. */
  required(key: string, hint: string): string;
  boolean(key: string): boolean;
  /** Seconds, as milliseconds; null when there are none. */
  seconds(key: string): number | null;
  /** Adds a problem with a key. */
  refuse(key: string, message: string, hint: string): void;
}

const YES = new Set(["1", "yes", "true", "on"]);
const NO = new Set(["0", "no", "false", "off"]);
const MAX_SECONDS = 366 * 86_400;

/** A reader of one section, which may be missing. */
export function readSection(sections: IniSections, section: string, problems: PingerProblem[]): SectionReader {
  const values: ReadonlyMap<string, IniValue> = sections.get(section) ?? new Map();
  const refuse = (key: string, message: string, hint: string): void => {
    problems.push({ section, key, line: values.get(key)?.line ?? null, message, hint });
  };
  const text = (key: string): string | null => {
    const found = values.get(key)?.text ?? "";
    return found === "" ? null : found;
  };
  return {
    text,
    refuse,
    required(key, hint) {
      const found = text(key);
      if (found === null) refuse(key, "It is missing or empty.", hint);
      return found ?? "";
    },
    boolean(key) {
      const word = text(key)?.toLowerCase() ?? "no";
      if (!YES.has(word) && !NO.has(word)) refuse(key, `"${word}" is neither true nor false.`, "Write true or false.");
      return YES.has(word);
    },
    seconds(key) {
      const found = text(key);
      if (found === null) return null;
      const seconds = Number(found);
      if (Number.isFinite(seconds) && seconds >= 1 && seconds <= MAX_SECONDS) return Math.round(seconds * 1_000);
      refuse(key, `"${found}" is no number of seconds from 1 to ${MAX_SECONDS}.`, "Write it as a number, such as 60.");
      return null;
    },
  };
}
