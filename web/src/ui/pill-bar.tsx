import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { STATUS_LOOKS, type Status } from "./status.ts";

/** One result: how it went, and in words when and why. */
export interface Pill {
  readonly id: string;
  readonly status: Status;
  readonly text: string;
}

const PLACES = 30;
/** A pill and the room beside it, in CSS pixels. */
const STEP = 5;
const PILL_WIDTH = 3;
const WIDTH = PLACES * STEP - (STEP - PILL_WIDTH);
const HEIGHT = 20;

/**
 * The last 30 results, the newest on the right. The pointer or the arrow keys say of each when and why. A table draws more
 * than a thousand pills at once, so all of a colour are one path, and the bar has one place for the words.
 */
export function PillBar({ pills, label }: { readonly pills: readonly Pill[]; readonly label: string }) {
  const shown = pills.slice(-PLACES);
  const empty = PLACES - shown.length;
  const [told, setTold] = useState<number | null>(null);
  const [left, setLeft] = useState(0);
  if (shown.length === 0) {
    return (
      <div role="img" aria-label={`${label}: none yet`} className="w-max">
        <Pills shown={shown} />
      </div>
    );
  }
  const last = shown.length - 1;
  const tell = (bar: HTMLElement, wanted: number): void => {
    const index = Math.min(Math.max(wanted, 0), last);
    setTold(index);
    setLeft(placeOfWords(bar, (empty + index) * STEP));
  };
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -PLACES, End: PLACES }[event.key];
    if (event.key === "Escape") setTold(null);
    if (step === undefined) return;
    event.preventDefault();
    tell(event.currentTarget, (told ?? last) + step);
  };
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    const index = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left) / STEP) - empty;
    if (index < 0) setTold(null);
    else tell(event.currentTarget, index);
  };
  return (
    // A slider is what leads through values by arrow keys, and says each in words.
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-readonly
      aria-valuemin={1}
      aria-valuemax={shown.length}
      aria-valuenow={(told ?? last) + 1}
      aria-valuetext={shown[told ?? last]?.text}
      onKeyDown={onKey}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && tell(event.currentTarget, last)}
      onBlur={() => setTold(null)}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerLeave={() => setTold(null)}
      className="relative w-max"
    >
      <Pills shown={shown} />
      {told !== null && shown[told] && <Words text={shown[told].text} x={(empty + told) * STEP} left={left} />}
    </div>
  );
}

function Pills({ shown }: { readonly shown: readonly Pill[] }) {
  const empty = PLACES - shown.length;
  const statuses = [...new Set(shown.map(({ status }) => status))];
  return (
    <svg
      aria-hidden="true"
      width={WIDTH}
      height={HEIGHT}
      className="block fill-none"
      strokeWidth={PILL_WIDTH}
      strokeLinecap="round"
    >
      {empty > 0 && <path d={pathOf(Array.from({ length: empty }, (_, place) => place))} className="stroke-line" />}
      {statuses.map((status) => (
        <path
          key={status}
          d={pathOf(shown.flatMap((pill, index) => (pill.status === status ? [empty + index] : [])))}
          className={STATUS_LOOKS[status].stroke}
        />
      ))}
    </svg>
  );
}

/** Pills at these places. */
function pathOf(places: readonly number[]): string {
  const edge = PILL_WIDTH / 2;
  return places.map((place) => `M${place * STEP + edge} ${edge}V${HEIGHT - edge}`).join("");
}

/** As wide as the words may be, in CSS pixels, and how far they stay from the edge of the window. */
const WORDS_WIDTH = 256;
const EDGE = 8;

/** Where the words begin, seen from the bar: over their pill, as far as the window lets them. */
function placeOfWords(bar: HTMLElement, x: number): number {
  const { left } = bar.getBoundingClientRect();
  const most = document.documentElement.clientWidth - EDGE - WORDS_WIDTH - left;
  return Math.max(EDGE - left, Math.min(x - WORDS_WIDTH / 2, most));
}

/** What is said of one pill, above it, with a mark below it. */
function Words({ text, x, left }: { readonly text: string; readonly x: number; readonly left: number }) {
  return (
    <>
      <span
        aria-hidden
        style={{ left: x - 1 }}
        className="pointer-events-none absolute -bottom-1 h-[3px] w-[5px] rounded-full bg-ink"
      />
      <span
        aria-hidden
        style={{ left, width: WORDS_WIDTH }}
        className="pointer-events-none absolute bottom-full z-20 mb-1.5 flex justify-center"
      >
        <span className="text-balance rounded-md bg-solid px-2 py-1 text-on-solid text-xs shadow-pop">{text}</span>
      </span>
    </>
  );
}
