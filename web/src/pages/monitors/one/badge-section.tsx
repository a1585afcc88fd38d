import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { badgeQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { CopyField } from "../../../ui/copy.tsx";
import { Checkbox } from "../../../ui/inputs.tsx";
import { Section } from "../../../ui/page.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { useOfMonitor } from "./use-of-monitor.ts";

/** A picture of its status for readmes and wikis. */
export function BadgeSection({ monitor }: { readonly monitor: Monitor }) {
  const { data: urls, error } = useQuery(badgeQuery(useOfMonitor(monitor.id)));
  const [twoStates, setTwoStates] = useState(false);
  if (error !== null || urls === null) return null;
  if (urls === undefined) return <Skeleton className="h-32 w-full" />;
  const shown = twoStates ? urls.twoStates : urls;
  return (
    <Section title="Badge">
      <div className="card grid gap-3 p-4">
        {/* The address may name another host than the one this page came from, which the page may not load from. */}
        <img
          key={`${shown.svg} ${monitor.status}`}
          src={`${new URL(shown.svg).pathname}?status=${monitor.status}`}
          alt={`The badge of ${monitor.name}`}
          className="h-5 w-fit"
        />
        <p className="text-sm text-soft">Whoever has one of these addresses sees the status, and nothing else.</p>
        <div className="grid gap-1.5">
          <CopyField value={shown.svg} label="the address of the picture" />
          <CopyField value={`![${markdownOf(monitor.name)}](${shown.svg})`} label="it as Markdown" />
          <CopyField value={shown.json} label="the address of the JSON" />
          <CopyField value={shown.shields} label="the address for shields.io" />
        </div>
        <Checkbox
          label="Late counts as up"
          checked={twoStates}
          onChange={(event) => setTwoStates(event.target.checked)}
        />
      </div>
    </Section>
  );
}

/** A name inside of square brackets. */
function markdownOf(name: string): string {
  return name.replaceAll(/[\\[\]]/g, String.raw`\$&`);
}
