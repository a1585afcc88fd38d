import { Link } from "@tanstack/react-router";
import { ExternalLink, FileCode } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AlarmMonitor } from "../../api/alarms.ts";
import { PATHS } from "../../lib/paths.ts";
import { OutageActions, outageOfMonitor } from "../../parts/outage-actions.tsx";
import { RawBody } from "../../parts/raw-body.tsx";
import { SeverityBadge } from "../../parts/severity-badge.tsx";
import { TopicWords } from "../../parts/topic-words.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { RelativeTime, Time } from "../../ui/time.tsx";
import { AlarmState } from "./alarm-columns.tsx";
import { sourceLabel } from "./sources.ts";

interface AlarmDialogProps {
  /** Null: it is closed. */
  readonly alarm: AlarmMonitor | null;
  readonly onClose: () => void;
}

/** All that a source said of one alarm, what can be done about it, and what came as it came. */
export function AlarmDialog({ alarm, onClose }: AlarmDialogProps) {
  return (
    <Dialog wide open={alarm !== null} onOpenChange={(open) => !open && onClose()} title={alarm?.name ?? ""}>
      {alarm !== null && <AlarmDetails key={alarm.id} monitor={alarm} />}
    </Dialog>
  );
}

function AlarmDetails({ monitor }: { readonly monitor: AlarmMonitor }) {
  const [showsRaw, setShowsRaw] = useState(false);
  const { id, severity, incident, topics, alarm } = monitor;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <AlarmState alarm={monitor} />
        <span className="text-soft">
          since <RelativeTime at={monitor.statusSince} />
        </span>
        {incident?.acknowledgedBy != null && <span className="text-soft">by {incident.acknowledgedBy}</span>}
      </div>
      {alarm !== null && alarm.summary !== "" && <p className="wrap-anywhere whitespace-pre-wrap">{alarm.summary}</p>}
      <dl className="grid gap-2">
        {alarm !== null && <Told name="Source">{sourceLabel(alarm.source)}</Told>}
        {alarm?.resource != null && <Told name="About">{alarm.resource}</Told>}
        {alarm?.value != null && <Told name="Value">{alarm.value}</Told>}
        {alarm?.startsAt != null && (
          <Told name="Began">
            <Time at={alarm.startsAt} />
          </Told>
        )}
        {alarm?.endsAt != null && (
          <Told name="Ends by itself">
            <RelativeTime at={alarm.endsAt} />
          </Told>
        )}
        {alarm?.fields.map(({ label, value }) => (
          <Told key={label} name={label}>
            {value}
          </Told>
        ))}
        <Told name="Topics">
          <span className="flex flex-wrap gap-1">
            {topics.map((topic) => (
              <Badge key={topic}>
                <TopicWords text={topic} />
              </Badge>
            ))}
          </span>
        </Told>
      </dl>
      <div className="flex flex-wrap items-center gap-2">
        {monitor.status === "down" && <OutageActions outage={outageOfMonitor(monitor)} />}
        {alarm?.url != null && (
          <a href={alarm.url} target="_blank" rel="noreferrer" className={buttonClass()}>
            <ExternalLink aria-hidden size={16} />
            Look at it there
          </a>
        )}
        <Link to={PATHS.monitor} params={{ id }} className={buttonClass()}>
          Open the monitor
        </Link>
        <Button icon={FileCode} aria-expanded={showsRaw} onClick={() => setShowsRaw(!showsRaw)}>
          What came last
        </Button>
      </div>
      {showsRaw && <RawBody path={`/monitors/${encodeURIComponent(id)}/alarm-body`} />}
    </div>
  );
}

function Told({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
      <dt className="wrap-anywhere text-soft">{name}</dt>
      <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
