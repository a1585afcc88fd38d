import type { ShownStatus } from "../../api/monitors.ts";
import { classNames } from "../../lib/class-names.ts";
import { STATUS_LOOKS } from "../../ui/status.ts";
import { STATUS_ORDER } from "./monitor-rows.ts";

interface StatusChipsProps {
  readonly counts: Readonly<Record<ShownStatus, number>>;
  readonly chosen: readonly string[];
  readonly onChange: (statuses: readonly string[]) => void;
}

/** How many monitors stand at each status; a press shows only those. */
export function StatusChips({ counts, chosen, onChange }: StatusChipsProps) {
  return (
    <fieldset className="flex min-w-0 gap-1 overflow-x-auto max-sm:-mx-4 max-sm:px-4">
      <legend className="sr-only">Status</legend>
      {STATUS_ORDER.map((status) => {
        const { word, icon: Icon, text, ground } = STATUS_LOOKS[status];
        const isChosen = chosen.includes(status);
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? chosen.filter((each) => each !== status) : [...chosen, status])}
            className={classNames(
              "inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-md border px-2.5 hover:bg-hover lg:max-2xl:gap-1 lg:max-2xl:px-2 pointer-coarse:min-h-11",
              isChosen ? `border-current ${ground} ${text} font-medium` : "border-line bg-surface",
              counts[status] === 0 && !isChosen && "text-soft",
            )}
          >
            <Icon aria-hidden size={15} className={counts[status] > 0 || isChosen ? text : "text-soft"} />
            {word}
            <span className="tabular-nums">{counts[status]}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
