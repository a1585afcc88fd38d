import { useQuery } from "@tanstack/react-query";
import { alarmBodyQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { indentJson } from "../../../lib/indent-json.ts";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { Section } from "../../../ui/page.tsx";
import { Time } from "../../../ui/time.tsx";
import { BodyText } from "./body-text.tsx";

/** What the source of an alarm said last: in words, and as it came. */
export function AlarmSection({ monitor, zone }: { readonly monitor: Monitor; readonly zone: string }) {
  const { data: body } = useQuery({ ...alarmBodyQuery(useOfMonitor(monitor.id)), retry: false });
  const { alarm } = monitor;
  if (alarm === null) return null;
  const hasLink = alarm.url !== null && /^https?:\/\//i.test(alarm.url);
  return (
    <Section title="What its source says">
      <div className="card grid grid-cols-1 gap-4 p-4">
        <div className="min-w-0">
          <p className="break-words font-medium">{alarm.title}</p>
          {alarm.summary !== "" && <p className="whitespace-pre-wrap break-words">{alarm.summary}</p>}
          {hasLink && (
            <a href={alarm.url ?? undefined} rel="noreferrer" target="_blank" className="link break-all">
              Open it at its source
            </a>
          )}
        </div>
        <dl className="grid gap-x-6 gap-y-2 empty:hidden sm:grid-cols-2">
          {alarm.startsAt !== null && (
            <div>
              <dt className="text-soft text-xs">Began</dt>
              <dd>
                <Time at={alarm.startsAt} zone={zone} />
              </dd>
            </div>
          )}
          {alarm.fields.map(({ label, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a source may name two fields alike.
            <div key={index} className="min-w-0">
              <dt className="break-words text-soft text-xs">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
        {body !== undefined && (
          <div>
            <h3 className="mb-1 text-soft text-xs">Its last payload, as it came</h3>
            <BodyText text={indentJson(body) ?? body} label="the last payload" />
          </div>
        )}
      </div>
    </Section>
  );
}
