import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../../api/dashboard-context.tsx";
import type { Monitor } from "../../../api/monitors.ts";
import { type Schedule, schedulePreviewQuery } from "../../../api/schedules.ts";
import { useProject } from "../../../api/use-session.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { PATHS } from "../../../lib/paths.ts";
import { Section } from "../../../ui/page.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { RelativeTime, Time } from "../../../ui/time.tsx";

const NEXT_DATES = 5;

interface ScheduleSectionProps {
  readonly monitor: Monitor;
  readonly zone: string;
}

/** When it is due next and what happens when it is not heard from. */
export function ScheduleSection({ monitor, zone }: ScheduleSectionProps) {
  const { may } = useProject();
  const { schedule, kind } = monitor;
  if (schedule === null) return null;
  return (
    <Section
      title="Schedule"
      actions={
        may("write") && (
          <Link to={PATHS.editMonitor} params={{ id: monitor.id }} className="link text-sm">
            Change
          </Link>
        )
      }
    >
      <div className="card grid grid-cols-1 gap-3 p-4">
        <p>{monitor.scheduleText}</p>
        {schedule.type !== "period" && (
          <p className="text-sm text-soft">
            <code className="whitespace-pre-wrap break-words font-mono text-ink">{schedule.expression}</code> in{" "}
            {schedule.timezone}
          </p>
        )}
        {kind === "heartbeat" && <p className="text-sm text-soft">{toleranceOf(schedule)}</p>}
        <NextDates schedule={schedule} zone={zone} isPeriod={schedule.type === "period"} />
      </div>
    </Section>
  );
}

function NextDates({
  schedule,
  zone,
  isPeriod,
}: {
  readonly schedule: Schedule;
  readonly zone: string;
  readonly isPeriod: boolean;
}) {
  const { data, error } = useQuery(schedulePreviewQuery(useApi(), useProject().id, schedule, NEXT_DATES));
  // A period counts from the last ping: dates counted from now would be wrong.
  if (isPeriod || error !== null) return null;
  if (data === undefined) return <Skeleton className="h-24 w-full" />;
  return (
    <div>
      <h3 className="text-soft text-xs">
        {data.next.length === 0 ? "It has ended: nothing is due any more" : "Due next"}
      </h3>
      <ul>
        {data.next.map((at) => (
          <li key={at} className="flex flex-wrap justify-between gap-x-3">
            <Time at={at} zone={zone} />
            <span className="text-soft">
              <RelativeTime at={at} zone={zone} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What may happen before it goes down, in a sentence. */
function toleranceOf({ graceSeconds, allowedMisses }: Schedule): string {
  const grace = graceSeconds === 0 ? "at once" : `${formatDuration(graceSeconds * 1_000)} later`;
  if (allowedMisses === 0) return `When a ping does not come, it goes down ${grace}.`;
  const misses = allowedMisses === 1 ? "One ping may" : `${allowedMisses} pings in a row may`;
  return `${misses} be missing; when the next one does not come either, it goes down ${grace}.`;
}
