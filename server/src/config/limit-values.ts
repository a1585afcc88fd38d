import { bad, good, type Parsed, show } from "./parsed.ts";

const MAX_BODY_LIMIT = 100_000_000;
const MAX_LIMIT = 100_000_000;
const MAX_STOP_DELAY = 300;

/** How many at most, or `none` for no limit. */
export function parseLimit(text: string): Parsed<number | null> {
  if (text === "none") return good(null);
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return good(limit);
  return bad(`${show(text)} is no limit.`, `Use a whole number from 1 to ${MAX_LIMIT}, or "none" for no limit.`);
}

/** For how many seconds a process that is asked to stop goes on. */
export function parseStopDelay(text: string): Parsed<number> {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= MAX_STOP_DELAY) return good(seconds);
  return bad(
    `${show(text)} is no number of seconds.`,
    `Use a whole number from 0 to ${MAX_STOP_DELAY}: a little longer than the proxy in front takes to notice /readyz.`,
  );
}

/** A number of bytes, or `none` for no limit. */
export function parseBodyLimit(text: string): Parsed<number | null> {
  if (text === "none") return good(null);
  const bytes = Number(text);
  if (/^\d+$/.test(text) && bytes <= MAX_BODY_LIMIT) return good(bytes);
  return bad(
    `${show(text)} is no number of bytes.`,
    `Use a whole number from 0 to ${MAX_BODY_LIMIT}, such as 10000, or "none" to keep whole bodies.`,
  );
}
