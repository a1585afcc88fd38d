import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { resultsQuery, runsQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { formatDuration } from "../../../lib/durations.ts";
import { NextLook } from "../../../parts/next-look.tsx";
import { SeverityBadge } from "../../../parts/severity-badge.tsx";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { Countdown, Elapsed, RelativeTime, Time } from "../../../ui/time.tsx";

interface VitalSignsProps {
  readonly monitor: Monitor;
  readonly zone: string;
}

/** What is expected of it and what was heard last, at a glance. */
export function VitalSigns(props: VitalSignsProps) {
  switch (props.monitor.kind) {
    case "heartbeat":
      return <HeartbeatSigns {...props} />;
    case "probe":
      return <ProbeSigns {...props} />;
    case "alarm":
      return <AlarmSigns {...props} />;
  }
}

function HeartbeatSigns({ monitor, zone }: VitalSignsProps) {
  const { data: runs } = useQuery({ ...runsQuery(useOfMonitor(monitor.id)), enabled: monitor.pingCount > 0 });
  const open = monitor.started ? runs?.find(({ outcome }) => outcome === "running")?.startedAt : undefined;
  return (
    <Signs>
      <Sign label="Expected">{monitor.scheduleText}</Sign>
      <NextDue monitor={monitor} zone={zone} />
      <Deadline monitor={monitor} zone={zone} />
      <Sign label="Last ping">
        {monitor.lastPingAt === null ? "none yet" : <RelativeTime at={monitor.lastPingAt} zone={zone} />}
        {monitor.started && (
          <Under>
            {open == null ? (
              "a run is open"
            ) : (
              <span>
                a run is open for <Elapsed since={open} />
              </span>
            )}
          </Under>
        )}
        {!monitor.started && monitor.lastDurationMs !== null && (
          <Under>took {formatDuration(monitor.lastDurationMs)}</Under>
        )}
      </Sign>
    </Signs>
  );
}

function ProbeSigns({ monitor, zone }: VitalSignsProps) {
  const { data: results } = useQuery(resultsQuery(useOfMonitor(monitor.id)));
  const last = results?.[0];
  return (
    <Signs>
      <Sign label="Looks">
        {monitor.scheduleText}
        {monitor.status !== "paused" && (
          <Under>
            <NextLook at={monitor.nextProbeAt} zone={zone} />
          </Under>
        )}
      </Sign>
      <Sign label="At">
        <span className="break-all">{targetOf(monitor)}</span>
      </Sign>
      <Sign label="Goes down after">
        {monitor.failuresToDown === 1 ? "1 error" : `${monitor.failuresToDown} errors in a row`}
      </Sign>
      <Sign label="Last look">
        {last === undefined ? "none yet" : <RelativeTime at={last.at} zone={zone} />}
        {last !== undefined && (
          <Under>
            {last.verdict}, {formatDuration(last.timings.totalMs)}
          </Under>
        )}
      </Sign>
    </Signs>
  );
}

function AlarmSigns({ monitor, zone }: VitalSignsProps) {
  const { alarm, severity } = monitor;
  return (
    <Signs>
      <Sign label="Severity">
        <SeverityBadge severity={severity} />
      </Sign>
      <Sign label="Source">{alarm?.source ?? "none yet"}</Sign>
      <Sign label="Resource">
        <span className="break-all">{alarm?.resource ?? "–"}</span>
        {alarm?.value != null && <Under>value {alarm.value}</Under>}
      </Sign>
      <Sign label="Began, by its source">
        {alarm?.startsAt == null ? "not said" : <RelativeTime at={alarm.startsAt} zone={zone} />}
        {alarm?.endsAt != null && (
          <Under>
            ends by itself <RelativeTime at={alarm.endsAt} zone={zone} />
          </Under>
        )}
      </Sign>
    </Signs>
  );
}

function NextDue({ monitor, zone }: VitalSignsProps) {
  const { expectedAt } = monitor;
  return (
    <Sign label="Next due">
      {expectedAt === null ? "–" : <RelativeTime at={expectedAt} zone={zone} />}
      {expectedAt !== null && (
        <Under>
          <Time at={expectedAt} zone={zone} />
        </Under>
      )}
    </Sign>
  );
}

function Deadline({ monitor, zone }: VitalSignsProps) {
  const { deadlineAt, status } = monitor;
  if (deadlineAt === null || status === "down") {
    return <Sign label="Down in">{status === "down" ? "it is down" : "–"}</Sign>;
  }
  return (
    <Sign label="Down in">
      <span className="font-medium">
        <Countdown at={deadlineAt} zone={zone} />
      </span>
      <Under>
        <Time at={deadlineAt} zone={zone} />
      </Under>
    </Sign>
  );
}

/** What a probe looks at, in one line. */
function targetOf({ probe }: Monitor): string {
  switch (probe?.type) {
    case "http":
      return `${probe.method} ${probe.url}`;
    case "task":
      return probe.url;
    case "tcp":
    case "tls":
      return `${probe.type} ${probe.host}:${probe.port}`;
    case "dns":
      return `${probe.recordType} of ${probe.name}`;
    case undefined:
      return "–";
  }
}

function Signs({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-line border-t px-4 py-4 sm:px-5 xl:grid-cols-4">
      {children}
    </dl>
  );
}

function Sign({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-xs">{label}</dt>
      <dd className="text-pretty">{children}</dd>
    </div>
  );
}

function Under({ children }: { readonly children: ReactNode }) {
  return <div className="text-soft text-sm">{children}</div>;
}
