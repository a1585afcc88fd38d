import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { MAX_IDS, type MonitorRow, pillsKey, type ResultPill, readPills } from "../../api/monitors.ts";
import { useProject } from "../../api/use-session.ts";
import { type Batch, createBatch } from "../../lib/create-batch.ts";
import { formatDuration } from "../../lib/durations.ts";
import { type Pill, PillBar } from "../../ui/pill-bar.tsx";
import type { Status } from "../../ui/status.ts";
import { useFormatInstant } from "../../ui/time.tsx";

/** Rows that scroll by faster are not asked for. */
const WAIT_MS = 60;

const BatchContext = createContext<Batch<readonly ResultPill[]> | null>(null);

/** Around a table with result bars: those that are seen are read together. */
export function ResultBars({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const { id: projectId } = useProject();
  const batch = useMemo(
    () => createBatch({ ask: (ids) => readPills(api, projectId, ids), waitMs: WAIT_MS, most: MAX_IDS }),
    [api, projectId],
  );
  return <BatchContext value={batch}>{children}</BatchContext>;
}

/** The last 30 results of a monitor; it must stand in a ResultBars. */
export function ResultBar({ id, name, timezone }: Pick<MonitorRow, "id" | "name" | "timezone">) {
  const batch = use(BatchContext);
  const { id: projectId } = useProject();
  const { data } = useQuery({
    queryKey: pillsKey(projectId, id),
    queryFn: async ({ signal }) => (await batch?.(id, signal)) ?? [],
  });
  const format = useFormatInstant();
  const pills = useMemo(
    () => data?.map((pill, index) => toPill(pill, index, format(pill.at, timezone))) ?? [],
    [data, format, timezone],
  );
  return <PillBar pills={pills} label={`Last results of ${name}`} />;
}

const LOOKS: Readonly<Record<ResultPill["outcome"], { readonly status: Status; readonly word: string }>> = {
  success: { status: "up", word: "Success" },
  fail: { status: "down", word: "Failure" },
  missed: { status: "down", word: "Deadline missed" },
  asleep: { status: "paused", word: "Asleep" },
};

function toPill({ outcome, at, durationMs, reason }: ResultPill, index: number, when: string): Pill {
  const { status, word } = LOOKS[outcome];
  const took = durationMs === null ? "" : `, took ${formatDuration(durationMs)}`;
  const why = reason === null ? "" : `: ${reason}`;
  return { id: `${at} ${index}`, status, text: `${word} at ${when}${took}${why}` };
}
