import { useDashboard } from "../api/dashboard-context.tsx";
import { formatSpan, tickOf } from "../lib/durations.ts";
import { type InstantValue, useFormatInstant, useNow } from "../ui/time.tsx";

interface NextLookProps {
  /** Null: it looks just now. */
  readonly at: InstantValue | null;
  readonly zone: string | null;
}

const SECOND_MS = 1_000;
/** A look takes its time, and what it found a moment to arrive here. */
const TAKES_MS = 30_000;

/** When a probe looks next, as a countdown. */
export function NextLook({ at, zone }: NextLookProps) {
  return at === null ? "looking now" : <LookAt at={at} zone={zone} />;
}

function LookAt({ at, zone }: { readonly at: InstantValue; readonly zone: string | null }) {
  const { ticker } = useDashboard();
  const instant = new Date(at).getTime();
  const now = useNow(tickOf(Math.abs(instant - ticker.now())));
  const format = useFormatInstant();
  return (
    <time dateTime={new Date(instant).toISOString()} title={format(at, zone)} className="tabular-nums">
      {sayNextLook(instant - now)}
    </time>
  );
}

/** What is said of a look that is so far away; what is overdue is told only when it is more than under way. */
export function sayNextLook(leftMs: number): string {
  if (leftMs >= SECOND_MS) return `look in ${unbroken(formatSpan(leftMs))}`;
  return leftMs > -TAKES_MS ? "looking now" : `look ${unbroken(formatSpan(-leftMs))} overdue`;
}

/** In a narrow column the span stands on one line. */
function unbroken(span: string): string {
  return span.replaceAll(" ", "\u00a0");
}
