import type { MessageNarrowing } from "../../api/messages.ts";

/** What the address of the list says, as the router reads it. */
export interface MessagesSearch extends Omit<MessageNarrowing, "notification"> {
  /** A stretch up to now, by its name. */
  readonly since?: string;
}

const HOUR = 3_600_000;

/** Stretches up to now that can be chosen. */
export const STRETCHES: readonly { readonly name: string; readonly label: string; readonly ms: number }[] = [
  { name: "1h", label: "The last hour", ms: HOUR },
  { name: "24h", label: "The last 24 hours", ms: 24 * HOUR },
  { name: "7d", label: "The last 7 days", ms: 7 * 24 * HOUR },
  { name: "28d", label: "The last 28 days", ms: 28 * 24 * HOUR },
];

/** What the API is asked for; a stretch begins anew whenever it is asked. */
export function narrowingOf({ since, ...search }: MessagesSearch, now: number): MessageNarrowing {
  const stretch = STRETCHES.find(({ name }) => name === since);
  return stretch === undefined ? search : { ...search, from: new Date(now - stretch.ms).toISOString() };
}

/** Says whether anything is left out. */
export function isNarrowed(search: MessagesSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

/** What is typed into a field for a local date and time, of an instant; empty of none. */
export function localOf(instant: string | undefined): string {
  const at = instant === undefined ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(at)) return "";
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of what was typed as a local date and time; undefined while that is none. */
export function instantOf(local: string): string | undefined {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
