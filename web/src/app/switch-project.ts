import { ApiError } from "../api/api-error.ts";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { monitorQuery } from "../api/monitors.ts";
import { readSession } from "./create-dashboard.ts";

interface Going {
  readonly context: Dashboard;
  readonly params: { readonly id: string };
  /** The link is only pointed at. */
  readonly preload: boolean;
}

/** A link to a monitor in another project of the account leads there: that project is looked at from then on. */
export async function switchToMonitor({ context, params, preload }: Going): Promise<void> {
  const { projectId } = context.preferences;
  const current = projectId.get();
  const { projects = [] } = await readSession(context);
  if (preload || current === null || projects.length < 2) return;
  if ((await look(context, current, params.id)) !== "missing") return;
  const others = projects.filter(({ id }) => id !== current);
  const found = await Promise.all(others.map(({ id }) => look(context, id, params.id)));
  const other = others[found.indexOf("there")];
  if (other !== undefined) projectId.set(other.id);
}

/** Says whether a project has a monitor; where that cannot be told now, the page shows why. */
async function look(
  { api, queryClient }: Dashboard,
  projectId: string,
  id: string,
): Promise<"there" | "missing" | "unknown"> {
  try {
    await queryClient.fetchQuery({ ...monitorQuery(api, projectId, id), retry: false });
    return "there";
  } catch (error) {
    return error instanceof ApiError && error.status === 404 ? "missing" : "unknown";
  }
}
