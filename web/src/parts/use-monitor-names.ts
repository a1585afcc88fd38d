import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { monitorRowsQuery } from "../api/monitors.ts";
import { useProject } from "../api/use-session.ts";

/** The names of the project's monitors by their ids; empty while they are read. */
export function useMonitorNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(monitorRowsQuery(useApi(), useProject().id));
  return useMemo(() => new Map((data ?? []).map(({ id, name }) => [id, name])), [data]);
}
