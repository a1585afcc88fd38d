import type { Incident } from "../../api/incidents.ts";
import { formatSpan } from "../../lib/durations.ts";
import { useNow } from "../../ui/time.tsx";

/** How long an incident lasted; while it is open, the length grows as one looks. */
export function IncidentLength({ incident }: { readonly incident: Pick<Incident, "openedAt" | "closedAt"> }) {
  const { openedAt, closedAt } = incident;
  if (closedAt === null) return <GrowingLength from={Date.parse(openedAt)} />;
  return <Length ms={Date.parse(closedAt) - Date.parse(openedAt)} />;
}

function GrowingLength({ from }: { readonly from: number }) {
  return <Length ms={Math.max(0, useNow() - from)} />;
}

function Length({ ms }: { readonly ms: number }) {
  return <span className="whitespace-nowrap tabular-nums">{ms < 1_000 ? "less than 1 s" : formatSpan(ms)}</span>;
}
