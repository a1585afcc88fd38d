import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { badgeQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { CopyField } from "../../../ui/copy.tsx";
import { Checkbox } from "../../../ui/inputs.tsx";
import { Section } from "../../../ui/page.tsx";
import { Skeleton } from "../../../ui/states.tsx";

/** A picture of its status for readmes and wikis. */
export function BadgeSection({ monitor }: { readonly monitor: Monitor }) {
  const { data: urls, error } = useQuery(badgeQuery(useOfMonitor(monitor.id)));
  const [twoStates, setTwoStates] = useState(false);
  if (error !== null || urls === null) return null;
  if (urls === undefined) return <Skeleton className="h-32 w-full" />;
  const shown = twoStates ? urls.twoStates : urls;
  return (
    <Section title="Badge">
      <div className="card grid grid-cols-1 gap-3 p-4">
        {/* The address may name another host than the one this page came from, which the page may not load from. */}
        <img
          key={`${shown.svg} ${monitor.status}`}
          src={`${new URL(shown.svg).pathname}?status=${monitor.status}`}
          alt={`The badge of ${monitor.name}`}
          className="h-5 w-fit"
        />
        <p className="text-sm text-soft">Whoever has one of these addresses sees the status, and nothing else.</p>
        <Address label="Picture" value={shown.svg} />
        <Address label="Markdown" value={`![${markdownOf(monitor.name)}](${shown.svg})`} />
        <Address label="JSON" value={shown.json} />
        <Address label="For shields.io" value={shown.shields} />
        <Checkbox
          label="Late counts as up"
          checked={twoStates}
          onChange={(event) => setTwoStates(event.target.checked)}
        />
      </div>
    </Section>
  );
}

function Address({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="min-w-0">
      <div className="text-soft text-xs">{label}</div>
      <CopyField value={value} label={`the address: ${label}`} />
    </div>
  );
}

/** A name inside of square brackets. */
function markdownOf(name: string): string {
  return name.replaceAll(/[\\[\]]/g, String.raw`\$&`);
}
