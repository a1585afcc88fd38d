import { isNotFound } from "../api/api-error.ts";
import type { Dashboard } from "../api/dashboard-context.tsx";
import { messageQuery } from "../api/messages.ts";
import { monitorQuery } from "../api/monitors.ts";
import { topicsQuery } from "../api/topics.ts";
import { readSession } from "./create-dashboard.ts";

interface Going {
  readonly context: Dashboard;
  readonly params: { readonly id: string };
  /** The link is only pointed at. */
  readonly preload: boolean;
}

/** Finds what a link leads to in a project; false, or a refusal as not found: it is not there. */
type Find = (dashboard: Dashboard, projectId: string, id: string) => Promise<boolean>;

/** A link to a monitor in another project of the account leads there: that project is looked at from then on. */
export const switchToMonitor = switchBy(async ({ api, queryClient }, projectId, id) => {
  await queryClient.fetchQuery({ ...monitorQuery(api, projectId, id), retry: false });
  return true;
});

/** The same for a link to a topic, by its id or its full name. */
export const switchToTopic = switchBy(async ({ api, queryClient }, projectId, id) => {
  const topics = await queryClient.fetchQuery({ ...topicsQuery(api, projectId), retry: false });
  return topics.some((topic) => topic.id === id || topic.name === id);
});

/** The same for a link to a message. */
export const switchToMessage = switchBy(async ({ api, queryClient }, projectId, id) => {
  await queryClient.fetchQuery({ ...messageQuery(api, projectId, id), retry: false });
  return true;
});

function switchBy(find: Find) {
  return async ({ context, params, preload }: Going): Promise<void> => {
    const { projectId } = context.preferences;
    const current = projectId.get();
    const { projects = [] } = await readSession(context);
    if (preload || current === null || projects.length < 2) return;
    const look = (id: string): ReturnType<typeof outcomeOf> => outcomeOf(find(context, id, params.id));
    if ((await look(current)) !== "missing") return;
    const others = projects.filter(({ id }) => id !== current);
    const found = await Promise.all(others.map(({ id }) => look(id)));
    const other = others[found.indexOf("there")];
    if (other !== undefined) projectId.set(other.id);
  };
}

/** Says whether it is there; where that cannot be told now, the page shows why. */
async function outcomeOf(finding: Promise<boolean>): Promise<"there" | "missing" | "unknown"> {
  try {
    return (await finding) ? "there" : "missing";
  } catch (error) {
    return isNotFound(error) ? "missing" : "unknown";
  }
}
