import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { cloneMonitor, commandMonitor, type MonitorCommand } from "../../../api/monitor-commands.ts";
import { type Monitor, monitorQuery } from "../../../api/monitors.ts";
import { useProject } from "../../../api/use-session.ts";
import { PATHS } from "../../../lib/paths.ts";
import { useDeleteMonitors } from "../../../parts/use-delete-monitors.ts";
import { useToast } from "../../../ui/toasts.tsx";

/** What the page can do to its monitor. */
export type MonitorAct =
  | { readonly type: Exclude<MonitorCommand, "acknowledge" | "resolve"> }
  | { readonly type: "ping"; readonly kind: "success" | "start" | "fail" }
  | { readonly type: "clone" };

/** Does things to a monitor, and says that they are done or why they are not. */
export interface MonitorCommands {
  /** Says whether it was done; a failure was told already. */
  readonly act: (act: MonitorAct) => Promise<boolean>;
  /** What is being done. */
  readonly busy: MonitorAct["type"] | null;
  readonly remove: () => void;
}

const DONE: Readonly<Record<Exclude<MonitorAct["type"], "clone">, string>> = {
  pause: "Paused",
  resume: "Resumed: it is new until it is heard from",
  probe: "It looks now; what it finds shows in a moment",
  ping: "Pinged",
};

/** Gives what the page can do to its monitor. */
export function useMonitorCommands(monitor: Monitor): MonitorCommands {
  const api = useApi();
  const toast = useToast();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const deleteMonitors = useDeleteMonitors();
  const projectId = useProject().id;
  const { id, name } = monitor;
  const mutation = useMutation({
    mutationFn: async (act: MonitorAct) => {
      if (act.type === "ping") return await api.ping(id, act.kind);
      if (act.type === "clone") {
        const copy = await cloneMonitor(api, id);
        toast({ text: `This is the copy of “${name}”: give it a name of its own` });
        return await navigate({ to: PATHS.editMonitor, params: { id: copy.id } });
      }
      const next = await commandMonitor(api, { id, ...act });
      queryClient.setQueryData(monitorQuery(api, projectId, id).queryKey, next);
    },
    onSuccess: async (_, { type }) => {
      if (type === "clone") return;
      toast({ text: DONE[type] });
      await queryClient.invalidateQueries({ queryKey: [projectId, "monitors", "one", id] });
    },
    onError: (error) => toast({ text: messageOf(error), kind: "problem" }),
  });
  return {
    act: (act) =>
      mutation.mutateAsync(act).then(
        () => true,
        () => false,
      ),
    busy: mutation.isPending ? mutation.variables.type : null,
    remove: () => {
      deleteMonitors([{ id, name }]);
      void navigate({ to: PATHS.monitors });
    },
  };
}
