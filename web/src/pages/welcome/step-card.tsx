import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "../../lib/class-names.ts";
import { Button } from "../../ui/button.tsx";

interface StepCardProps {
  readonly number: number;
  readonly title: string;
  /** `ahead`: its turn comes later. */
  readonly state: "done" | "now" | "ahead";
  /** What came out of it, once it is done. */
  readonly outcome?: ReactNode;
  /** What came out of it is good news: the card turns green. */
  readonly isGood?: boolean;
  /** The way back to it, and what the button says. */
  readonly again?: { readonly label: string; readonly onClick: () => void } | null;
  readonly children?: ReactNode;
}

/** One of the first steps: what it is, and what to do when it is its turn. */
export function StepCard({ number, title, state, outcome, isGood = false, again = null, children }: StepCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(state);
  useEffect(() => {
    // Whoever does not see the page must hear that it went on; whoever does must have it before him.
    if (before.current !== state && state === "now") heading.current?.focus();
    before.current = state;
  }, [state]);
  return (
    <li
      aria-current={state === "now" ? "step" : undefined}
      className={classNames(
        "rounded-lg border transition-colors duration-500",
        isGood && state === "done" ? "border-up-mark bg-up-ground" : "border-line",
        state === "now" && "bg-surface",
      )}
    >
      <div className={classNames("flex items-start gap-3 px-4 sm:px-5", state === "now" ? "pt-4 sm:pt-5" : "py-3")}>
        <StepMark number={number} state={state} />
        <div className="min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} className={classNames("outline-none", TITLE_LOOKS[state])}>
            {title}
            {state === "done" && <span className="sr-only"> (done)</span>}
          </h2>
          {state === "done" && outcome !== undefined && <div className="text-soft">{outcome}</div>}
        </div>
        {state === "done" && again !== null && (
          <Button size="small" look="quiet" onClick={again.onClick}>
            {again.label}
          </Button>
        )}
      </div>
      {state === "now" && <div className="px-4 pt-3 pb-5 sm:pr-5 sm:pl-14">{children}</div>}
    </li>
  );
}

const TITLE_LOOKS = { done: "font-medium", now: "font-semibold text-lg", ahead: "font-medium text-soft" } as const;
const MARK_LOOKS = {
  done: "bg-up-mark text-surface",
  now: "bg-solid text-on-solid",
  ahead: "bg-sunken text-soft",
} as const;

function StepMark({ number, state }: Pick<StepCardProps, "number" | "state">) {
  return (
    <span
      aria-hidden
      className={classNames(
        "grid size-6 shrink-0 place-items-center rounded-full font-semibold text-xs",
        MARK_LOOKS[state],
      )}
    >
      {state === "done" ? <Check size={14} strokeWidth={2.5} /> : number}
    </span>
  );
}
