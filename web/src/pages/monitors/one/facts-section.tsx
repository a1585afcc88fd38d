import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Monitor } from "../../../api/monitors.ts";
import { PATHS } from "../../../lib/paths.ts";
import { TopicWords } from "../../../parts/topic-words.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { CopyField } from "../../../ui/copy.tsx";
import { Section } from "../../../ui/page.tsx";
import { Time } from "../../../ui/time.tsx";

interface FactsSectionProps {
  readonly monitor: Monitor;
  readonly zone: string;
}

/** Whom it tells, and what else was set. */
export function FactsSection({ monitor, zone }: FactsSectionProps) {
  const { topics, tags, slug, failuresToDown, successesToUp, manualResume, filters } = monitor;
  return (
    <Section title="About it">
      <dl className="card grid grid-cols-1 gap-3 p-4">
        <Fact label="Tells">
          {topics.length === 0 ? "no topic" : null}
          <ul>
            {topics.map((topic) => (
              <li key={topic} className="break-words">
                <Link to={PATHS.topic} params={{ id: topic }} className="link">
                  <TopicWords text={topic} />
                </Link>
              </li>
            ))}
          </ul>
        </Fact>
        {tags.length > 0 && (
          <Fact label="Tags">
            <span className="flex flex-wrap gap-1">
              {tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
        {monitor.kind !== "alarm" && <Fact label="Severity when down">{monitor.severity}</Fact>}
        {failuresToDown > 1 && <Fact label="Down after">{failuresToDown} failures in a row</Fact>}
        {successesToUp > 1 && <Fact label="Up after">{successesToUp} successes in a row</Fact>}
        {manualResume && <Fact label="When paused">only resuming ends the pause</Fact>}
        {filters.methods === "POST" && <Fact label="Counts">only pings by POST</Fact>}
        {filters.body !== null && <Fact label="Reads">words in the body of a ping</Fact>}
        {slug !== null && <Fact label="Slug">{slug}</Fact>}
        <Fact label="Id">
          <CopyField value={monitor.id} label="the id" />
        </Fact>
        <Fact label="Made">
          <Time at={monitor.createdAt} zone={zone} />
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-soft text-xs">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
