import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

interface TimelineEntryProps {
  readonly icon: LucideIcon;
  /** The colour of the sign, as a class. */
  readonly colour: string;
  readonly isLast: boolean;
  readonly children: ReactNode;
}

/** One of several things that happened after each other: a sign on a line that leads to the next. */
export function TimelineEntry({ icon: Sign, colour, isLast, children }: TimelineEntryProps) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <div className="flex flex-col items-center">
        <span className="grid size-7 shrink-0 place-items-center rounded-full border border-line bg-surface">
          <Sign aria-hidden size={15} className={colour} />
        </span>
        {!isLast && <span aria-hidden className="w-px flex-1 bg-line" />}
      </div>
      <div className={classNames("min-w-0 pt-0.5", !isLast && "pb-6")}>{children}</div>
    </li>
  );
}
