import { type KeyboardEvent, useRef, useState } from "react";
import type { Uptime } from "../../api/monitor-reads.ts";
import { classNames } from "../../lib/class-names.ts";
import { describeDay, levelOf } from "./uptime-words.ts";

const COLOURS = { none: "bg-line", up: "bg-up-mark", late: "bg-late-mark", down: "bg-down-mark" } as const;
/** Down days are shorter, so that they differ in shape, too. */
const HEIGHTS = { none: "h-2", up: "h-8", late: "h-6", down: "h-4" } as const;

/** A bar for each day; the one under the pointer or with the focus is told in words. Arrow keys go from day to day. */
export function DayBars({ days }: Pick<Uptime, "days">) {
  const last = days.length - 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const bars = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, (chosen ?? last) + step));
    bars.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  const shown = days[chosen ?? last];
  return (
    <div className="mt-4">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms. */}
      <div
        ref={bars}
        role="group"
        aria-label="Day by day"
        className="flex h-8 items-end gap-px sm:gap-[2px]"
        onKeyDown={move}
        onPointerLeave={() => setChosen(null)}
      >
        {days.map((day, index) => {
          const level = levelOf(day);
          return (
            <button
              key={day.date}
              type="button"
              tabIndex={index === (chosen ?? last) ? 0 : -1}
              aria-label={describeDay(day)}
              onFocus={() => setChosen(index)}
              onPointerEnter={() => setChosen(index)}
              className="flex h-8 min-w-0 flex-1 items-end rounded-[2px]"
            >
              <span
                className={classNames(
                  "w-full rounded-[2px]",
                  COLOURS[level],
                  HEIGHTS[level],
                  chosen !== null && chosen !== index && "opacity-60",
                )}
              />
            </button>
          );
        })}
      </div>
      <div className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-sm text-soft">
        <span>{shown === undefined ? "" : describeDay(shown)}</span>
        <span>{days.length} days, today on the right</span>
      </div>
    </div>
  );
}
