import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { monitorRowsQuery } from "../api/monitors.ts";
import { useProject } from "../api/use-session.ts";
import type { Choice } from "../ui/combobox.tsx";

/** The monitors of the project to choose from, by name; none while they are read. */
export function useMonitorChoices(): readonly Choice[] {
  const { data } = useQuery(monitorRowsQuery(useApi(), useProject().id));
  return useMemo(() => (data ?? []).map(({ id, name }) => ({ value: id, label: name })), [data]);
}
