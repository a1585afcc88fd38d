import { useQuery } from "@tanstack/react-query";
import { lastPingQuery, pingBodyQuery } from "../../../api/monitor-reads.ts";
import type { Monitor } from "../../../api/monitors.ts";
import { useOfMonitor } from "../../../parts/use-of-monitor.ts";
import { BodyText } from "./body-text.tsx";

/** What a job that failed said last: mostly the answer to "why". */
export function LastWords({ monitor }: { readonly monitor: Monitor }) {
  const of = useOfMonitor(monitor.id);
  const isWanted = monitor.kind === "heartbeat" && monitor.status === "down";
  const { data: ping = null } = useQuery({ ...lastPingQuery(of), enabled: isWanted });
  const hasWords = isWanted && ping !== null && ping.kind === "fail" && ping.bodyBytes > 0;
  const { data: body } = useQuery({ ...pingBodyQuery(of, ping?.n ?? 0), enabled: hasWords });
  if (!hasWords || body === undefined) return null;
  return (
    <div className="border-line border-t px-4 py-3 sm:px-5">
      <h2 className="mb-1.5 font-medium text-sm">What it said last</h2>
      <BodyText text={body} label="what it said last" fromEnd />
    </div>
  );
}
