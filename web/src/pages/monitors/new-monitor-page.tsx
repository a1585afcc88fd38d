import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/dashboard-context.tsx";
import { type Monitor, monitorQuery } from "../../api/monitors.ts";
import { type Project, projectQuery } from "../../api/project.ts";
import { useProject } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { WritersOnly } from "../../parts/writers-only.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { useForm } from "../../ui/use-form.ts";
import { MonitorForm } from "./form/monitor-form.tsx";
import { checkMonitor, monitorBody, newMonitor } from "./form/monitor-values.ts";

/** Makes a monitor. */
export function NewMonitorPage() {
  const query = useQuery(projectQuery(useApi(), useProject().id));
  const crumb = (
    <Link to={PATHS.monitors} className="hover:underline">
      Monitors
    </Link>
  );
  return (
    <Page title="New monitor" crumb={crumb} narrow>
      <WritersOnly>
        <Loaded query={query} title="The project could not be read">
          {(project) => <NewMonitorForm project={project} />}
        </Loaded>
      </WritersOnly>
    </Page>
  );
}

function NewMonitorForm({ project }: { readonly project: Project }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initial: newMonitor("heartbeat", project),
    check: checkMonitor,
    save: async (values) => {
      const made = await api.post<Monitor>("/monitors", { body: monitorBody(values) });
      queryClient.setQueryData(monitorQuery(api, project.id, made.id).queryKey, made);
      await navigate({ to: PATHS.monitor, params: { id: made.id } });
    },
  });
  return (
    <MonitorForm
      form={form}
      action="Create monitor"
      canChooseKind
      projectZone={project.timezone}
      aside={
        <Link to={PATHS.monitors} className={buttonClass("quiet")}>
          Cancel
        </Link>
      }
    />
  );
}
