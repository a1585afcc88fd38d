import { useQuery } from "@tanstack/react-query";
import { type LucideIcon, UserCheck } from "lucide-react";
import type { ReactNode } from "react";
import { type IncidentDetailsAnswer, lastTransitionQuery, type Transition } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { classNames } from "../../../lib/class-names.ts";
import { standingOf } from "../../../parts/monitor-status.tsx";
import { ReasonText } from "../../../parts/reason-text.tsx";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { STATUS_LOOKS } from "../../../ui/status.ts";
import { Countdown, Elapsed, RelativeTime, Time } from "../../../ui/time.tsx";
import { LastWords } from "./last-words.tsx";
import { ToldList, ToldSkeleton } from "./told-list.tsx";
import { VitalSigns } from "./vital-signs.tsx";

interface StandingCardProps {
  readonly monitor: Monitor;
  readonly zone: string;
  /** Of the outage that lasts; null: none, or it could not be read; undefined while it is read. */
  readonly incident: IncidentDetailsAnswer | null | undefined;
  /** What can be done about an outage. */
  readonly actions: ReactNode;
}

/** How the monitor stands: status, since when, why, who knows; for somebody who was woken by it. */
export function StandingCard({ monitor, zone, incident, actions }: StandingCardProps) {
  const { data: transition = null } = useQuery(lastTransitionQuery(useOfMonitor(monitor.id)));
  const status = standingOf(monitor).look;
  const look = STATUS_LOOKS[status];
  const isTrouble = status === "down" || status === "late";
  return (
    <section aria-label="How it stands" className="card mb-8 overflow-hidden">
      <div className={classNames("flex flex-wrap gap-x-6 gap-y-3 p-4 sm:p-5", isTrouble && look.ground)}>
        <Sign icon={look.icon} className={look.text} />
        <div className="grid min-w-60 flex-1 gap-1">
          <Headline monitor={monitor} />
          <Why monitor={monitor} transition={transition} zone={zone} />
          <p className="text-sm text-soft">
            Since <Time at={monitor.statusSince} zone={zone} />
          </p>
          <Acknowledged monitor={monitor} incident={incident} />
        </div>
        <div className="flex flex-wrap items-start gap-2">{actions}</div>
      </div>
      <LastWords monitor={monitor} />
      {incident === undefined && <ToldSkeleton />}
      {incident && <ToldList incident={incident} />}
      <VitalSigns monitor={monitor} zone={zone} />
    </section>
  );
}

function Sign({ icon: Icon, className }: { readonly icon: LucideIcon; readonly className: string }) {
  return <Icon aria-hidden size={30} strokeWidth={2} className={classNames("mt-px shrink-0", className)} />;
}

function Headline({ monitor }: { readonly monitor: Monitor }) {
  const { statusSince, expectedAt } = monitor;
  const { word, look } = standingOf(monitor);
  const isLate = look === "late" && expectedAt !== null;
  return (
    <p className="font-semibold text-xl leading-8">
      <span className={STATUS_LOOKS[look].text}>{word}</span>{" "}
      <span className="font-normal text-ink">
        {isLate ? "by" : "for"} <Elapsed since={isLate ? expectedAt : statusSince} />
      </span>
    </p>
  );
}

interface WhyProps {
  readonly monitor: Monitor;
  readonly transition: Transition | null;
  readonly zone: string;
}

function Why({ monitor, transition, zone }: WhyProps) {
  const { status, deadlineAt, kind, door, manualResume } = monitor;
  if (status === "late" && deadlineAt !== null) {
    return (
      <p>
        It was expected and has not been heard from. It goes down in <Countdown at={deadlineAt} over="ago" />.
      </p>
    );
  }
  if (status === "new" && transition === null) {
    if (door === "missme") return <p>It waits for its first check-in.</p>;
    return <p>{kind === "heartbeat" ? "It waits for its first ping." : "It has not looked yet."}</p>;
  }
  return (
    <>
      {transition !== null && (
        <p className="break-words">
          <ReasonText text={transition.reason.text} zone={zone} />
        </p>
      )}
      {status === "paused" && (
        <p className="text-soft">
          Time does not act on it.{" "}
          {manualResume || kind !== "heartbeat" ? "Only resuming it ends the pause." : "A ping ends the pause."}
        </p>
      )}
      {transition?.gaps.map(({ from, to }) => (
        <p key={from} className="text-soft text-sm">
          Watchbell itself was away from <Time at={from} /> to <Time at={to} />.
        </p>
      ))}
    </>
  );
}

function Acknowledged({
  monitor,
  incident,
}: {
  readonly monitor: Monitor;
  readonly incident: IncidentDetailsAnswer | null | undefined;
}) {
  const { acknowledgedAt = null, acknowledgedBy = null } = monitor.incident ?? {};
  return (
    <>
      {acknowledgedAt !== null && (
        <p className="flex items-center gap-1.5 font-medium">
          <UserCheck aria-hidden size={16} className="shrink-0" />
          <span>
            Taken up by {acknowledgedBy} <RelativeTime at={acknowledgedAt} />
          </span>
        </p>
      )}
      {incident?.notes.map(({ id, at, actor, text }) => (
        <p key={id} className="border-line-strong/50 border-l-2 pl-2.5 text-sm">
          <span className="text-soft">
            {actor}, <RelativeTime at={at} />:
          </span>{" "}
          {text}
        </p>
      ))}
    </>
  );
}
