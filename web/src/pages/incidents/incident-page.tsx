import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type IncidentDetails, incidentQuery, transitionsQuery } from "../../api/incidents.ts";
import { usePolled } from "../../api/use-live.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { NotThere } from "../../parts/not-there.tsx";
import { OutageActions } from "../../parts/outage-actions.tsx";
import { SeverityBadge } from "../../parts/severity-badge.tsx";
import { UptimeOfMonitor } from "../../parts/uptime/uptime-of-monitor.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { buildStory } from "./build-story.ts";
import { IncidentBadge } from "./incident-badge.tsx";
import { IncidentLength } from "./incident-length.tsx";
import { IncidentStory } from "./incident-story.tsx";
import { NoteForm } from "./note-form.tsx";
import { outageOf } from "./outage-of.ts";

/** One incident: how long it lasts, who acknowledged it, and its story in order. */
export function IncidentPage() {
  const { id } = useParams({ from: "/app/incidents/$id" });
  const project = useProject();
  usePolled(project.id, "incident");
  const query = useQuery(incidentQuery(useApi(), project.id, id));
  if (isNotFound(query.error)) return <GoneIncident />;
  if (query.data === undefined) {
    if (query.error === null) return <SkeletonRows />;
    return (
      <ErrorState title="The incident could not be read" error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return <LoadedIncident incident={query.data} />;
}

function GoneIncident() {
  return (
    <NotThere title="There is no such incident" to={PATHS.incidents} link="Go to the incidents">
      It went with its monitor, it is older than 400 days, or it belongs to another project.
    </NotThere>
  );
}

function LoadedIncident({ incident }: { readonly incident: IncidentDetails }) {
  const project = useProject();
  return (
    <Page
      title={incident.monitorName}
      crumb={
        <Link to={PATHS.incidents} className="hover:underline">
          Incidents
        </Link>
      }
      aside={<IncidentBadge incident={incident} />}
      actions={
        <>
          <Link to={PATHS.monitor} params={{ id: incident.monitorId }} className={buttonClass()}>
            Open the monitor
          </Link>
          {incident.state === "open" && <OutageActions outage={outageOf(incident)} />}
        </>
      }
    >
      <Facts incident={incident} />
      <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <Section title="What happened">
            <Story incident={incident} />
          </Section>
          <UptimeOfMonitor id={incident.monitorId} />
        </div>
        {project.may("write") && (
          <Section title="Write a note">
            <NoteForm key={incident.id} incidentId={incident.id} />
          </Section>
        )}
      </div>
    </Page>
  );
}

function Story({ incident }: { readonly incident: IncidentDetails }) {
  const api = useApi();
  const project = useProject();
  // Only what other systems say changes its severity on the way.
  const isAlarm = incident.monitorKind === "alarm";
  const { data = [] } = useQuery({ ...transitionsQuery(api, project.id, incident.monitorId), enabled: isAlarm });
  return <IncidentStory entries={buildStory(incident, data)} />;
}

function Facts({ incident }: { readonly incident: IncidentDetails }) {
  const { severity, openedAt, closedAt, acknowledgedBy, monitorId, n } = incident;
  return (
    <dl className="card mb-8 grid grid-cols-2 gap-x-6 gap-y-4 p-4 sm:grid-cols-3 lg:grid-cols-6">
      <Fact name="Severity">
        <SeverityBadge severity={severity} />
      </Fact>
      <Fact name={closedAt === null ? "Down for" : "Was down for"}>
        <IncidentLength incident={incident} />
      </Fact>
      <Fact name="Began">
        <Time at={openedAt} />
      </Fact>
      <Fact name="Ended">{closedAt === null ? "not yet" : <Time at={closedAt} />}</Fact>
      <Fact name="Acknowledged by">{acknowledgedBy ?? "nobody"}</Fact>
      <Fact name="Number">
        {n}{" "}
        <Link to={PATHS.incidents} search={{ monitor: monitorId }} className="link">
          of this monitor
        </Link>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-xs">{name}</dt>
      <dd className="truncate whitespace-normal font-medium">{children}</dd>
    </div>
  );
}
