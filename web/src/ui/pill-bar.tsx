import { classNames } from "../lib/class-names.ts";
import { STATUS_LOOKS, type Status } from "./status.ts";
import { Tooltip } from "./tooltip.tsx";

/** One result: how it went, and in words when and why. */
export interface Pill {
  readonly id: string;
  readonly status: Status;
  readonly text: string;
}

const PLACES = 30;

/** The last 30 results, the newest on the right; each says when and why under the pointer and to a screen reader. */
export function PillBar({ pills, label }: { readonly pills: readonly Pill[]; readonly label: string }) {
  const shown = pills.slice(-PLACES);
  return (
    <ul aria-label={label} className="flex h-5 items-stretch gap-[2px]">
      {Array.from({ length: PLACES - shown.length }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is nothing but its place.
        <li key={place} aria-hidden className="w-1 rounded-full bg-line" />
      ))}
      {shown.map(({ id, status, text }) => (
        <li key={id} className="flex">
          <Tooltip text={text}>
            <span role="img" aria-label={text} className={classNames("w-1 rounded-full", STATUS_LOOKS[status].mark)} />
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
