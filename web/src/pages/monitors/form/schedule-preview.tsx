import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { isNetworkError, messageOf } from "../../../api/api-error.ts";
import { useApi, useDashboard } from "../../../api/dashboard-context.tsx";
import { type SchedulePreview as Preview, schedulePreviewQuery } from "../../../api/schedules.ts";
import { useProject } from "../../../api/use-session.ts";
import { FieldError } from "../../../ui/field.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { secondsOf } from "./duration-value.ts";
import { checkSchedule, type ScheduleValues, scheduleBody } from "./schedule-values.ts";

const SHOWN = 5;
/** So many the API gives. */
const MOST = 100;
/** Who types is not asked after each key. */
const WAIT_MS = 250;

/** What a schedule that is being typed means in plain words, its next dates, and when a missed one is down. */
export function SchedulePreview({ values }: { readonly values: ScheduleValues }) {
  const settled = useSettled(values);
  const schedule = useMemo(() => scheduleBody(settled), [settled]);
  const isTyped = Object.keys(checkSchedule(settled)).length === 0;
  const count = Math.min(MOST, Math.max(SHOWN, schedule.allowedMisses + 1) || SHOWN);
  const query = schedulePreviewQuery(useApi(), useProject().id, schedule, count);
  const { data, error } = useQuery({ ...query, enabled: isTyped });
  return (
    <div aria-live="polite" className="rounded-md bg-sunken px-3 py-2.5">
      {!isTyped && <p className="text-soft">The next dates show here.</p>}
      {isTyped && error !== null && <PreviewError error={error} />}
      {isTyped && error === null && data === undefined && <p className="text-soft">Reading it …</p>}
      {isTyped && error === null && data !== undefined && <PreviewText preview={data} values={settled} />}
    </div>
  );
}

function PreviewError({ error }: { readonly error: Error }) {
  // Without a server nothing can be said of the schedule; it can still be right.
  if (isNetworkError(error)) return <p className="text-soft">{messageOf(error)}</p>;
  return <FieldError>{messageOf(error)}</FieldError>;
}

function PreviewText({ preview, values }: { readonly preview: Preview; readonly values: ScheduleValues }) {
  const { formatInstant } = useDashboard();
  const zone = zoneOf(values);
  const last = preview.next[Number(values.allowedMisses)];
  const downAt = last === undefined ? null : Date.parse(last) + secondsOf(values.grace) * 1_000;
  return (
    <div className="grid gap-2">
      <p className="flex items-start gap-2 font-medium">
        <CalendarClock aria-hidden size={16} className="mt-0.5 shrink-0 text-brass" />
        <span className="first-letter:uppercase">{preview.description}</span>
      </p>
      {preview.next.length === 0 && <p>It has ended: nothing is due any more.</p>}
      <ol aria-label="Next dates" className="grid gap-0.5 text-sm sm:pl-6">
        {preview.next.slice(0, SHOWN).map((at) => (
          <li key={at} className="flex flex-wrap justify-between gap-x-3 tabular-nums">
            {formatInstant(Date.parse(at), zone, true)}
            <span className="text-soft">
              <RelativeTime at={at} zone={zone ?? null} />
            </span>
          </li>
        ))}
      </ol>
      {downAt !== null && (
        <p className="text-sm text-soft sm:pl-6">
          If nothing is heard from now on, it is down at{" "}
          <span className="whitespace-nowrap">{formatInstant(downAt, zone, true)}</span>.
        </p>
      )}
    </div>
  );
}

/** By whose clock the schedule counts; a period counts by nobody's. */
function zoneOf({ type, timezone, calendar }: ScheduleValues): string | undefined {
  if (type !== "period") return timezone;
  return calendar.isOn ? calendar.timezone : undefined;
}

/** What it was when it had not changed for a moment. */
function useSettled(values: ScheduleValues): ScheduleValues {
  const [settled, setSettled] = useState(values);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(values), WAIT_MS);
    return () => clearTimeout(timer);
  }, [values]);
  return settled;
}
