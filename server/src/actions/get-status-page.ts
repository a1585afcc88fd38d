import type { StatusPage } from "../model/index.ts";
import type { App, Caller } from "./app.ts";
import { getProject } from "./get-project.ts";

/** A status page as its project sees it; one that was never set up has no slug and was never changed. */
export type OwnStatusPage = Omit<StatusPage, "slug" | "changedAt"> & {
  readonly slug: string | null;
  readonly changedAt: number | null;
};

/** The status page of the caller's project, or what it would begin with. */
export async function getStatusPage(app: App, caller: Caller): Promise<OwnStatusPage> {
  const page = await app.store.pages.statusPage(caller.projectId);
  if (page !== null) return page;
  const project = await getProject(app, caller);
  return {
    projectId: project.id,
    slug: null,
    enabled: false,
    title: project.name,
    description: "",
    note: "",
    showIncidents: true,
    incidentDays: 14,
    groups: [],
    changedAt: null,
  };
}
