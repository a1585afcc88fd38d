import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { isNotFound } from "../../api/api-error.ts";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Monitor, monitorQuery } from "../../api/monitors.ts";
import { type Project, projectQuery } from "../../api/project.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { useForm } from "../../ui/use-form.ts";
import { MonitorForm } from "./form/monitor-form.tsx";
import { checkMonitor, monitorBody, monitorValues } from "./form/monitor-values.ts";
import { GoneMonitor } from "./gone-monitor.tsx";

/** Changes a monitor. */
export function EditMonitorPage() {
  const { id } = useParams({ from: "/app/monitors/$id/edit" });
  const api = useApi();
  const { id: projectId } = useProject();
  const monitor = useQuery(monitorQuery(api, projectId, id));
  const project = useQuery(projectQuery(api, projectId));
  // Whoever is typing keeps what is typed, and is told when it is saved.
  if (monitor.data === undefined && isNotFound(monitor.error)) return <GoneMonitor />;
  const crumb = (
    <Link to={PATHS.monitor} params={{ id }} className="hover:underline">
      {monitor.data?.name ?? "Monitor"}
    </Link>
  );
  return (
    <Page title="Edit monitor" crumb={crumb} narrow>
      <WritersOnly>
        <Loaded query={monitor} title="The monitor could not be read">
          {(read) => (
            <Loaded query={project} title="The project could not be read">
              {(of) => <EditMonitorForm key={id} monitor={read} project={of} />}
            </Loaded>
          )}
        </Loaded>
      </WritersOnly>
    </Page>
  );
}

function EditMonitorForm({ monitor, project }: { readonly monitor: Monitor; readonly project: Project }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const { id } = monitor;
  const form = useForm({
    initial: monitorValues(monitor, project),
    check: checkMonitor,
    save: async (values) => {
      const changed = await api.patch<Monitor>(`/monitors/${encodeURIComponent(id)}`, { body: monitorBody(values) });
      queryClient.setQueryData(monitorQuery(api, project.id, id).queryKey, changed);
      await navigate({ to: PATHS.monitor, params: { id } });
      toast({ text: `“${changed.name}” is saved.` });
    },
  });
  return (
    <MonitorForm
      form={form}
      action="Save"
      canChooseKind={false}
      projectZone={project.timezone}
      aside={
        <Link to={PATHS.monitor} params={{ id }} className={buttonClass("quiet")}>
          Cancel
        </Link>
      }
    />
  );
}
