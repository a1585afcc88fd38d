import { AppError, type StatusPage, type StatusPageGroup } from "../model/index.ts";
import type { App, Caller } from "./app.ts";

/** More on one page would help nobody, and cost whoever looks at it. */
const MOST_MONITORS_ON_A_PAGE = 1_000;

/** Sets the status page of the caller's project up, or replaces it. */
export async function putStatusPage(
  app: App,
  caller: Caller,
  page: Omit<StatusPage, "projectId" | "changedAt">,
): Promise<StatusPage> {
  refuseBadGroups(page.groups);
  const outcome = await app.store.pages.putStatusPage({ ...page, projectId: caller.projectId }, caller.actor);
  switch (outcome.kind) {
    case "put":
      return outcome.page;
    case "slug-taken":
      throw new AppError("page_slug_taken", `Another status page has the slug "${page.slug}". Choose another.`, "slug");
    case "unknown-monitors": {
      const [unknown = ""] = outcome.monitorIds;
      const field = placeOf(page.groups, unknown);
      throw new AppError("invalid_input", `"${field}" names no monitor of your project. Leave it out.`, field);
    }
  }
}

/** A monitor stands on a page once, whatever the group. */
function refuseBadGroups(groups: readonly StatusPageGroup[]): void {
  const ids = groups.flatMap(({ monitors }) => monitors.map(({ monitorId }) => monitorId));
  if (ids.length > MOST_MONITORS_ON_A_PAGE) {
    const text = `"groups" may hold ${MOST_MONITORS_ON_A_PAGE} monitors at most, and holds ${ids.length}.`;
    throw new AppError("invalid_input", text, "groups");
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  const field = placeOf(groups, twice);
  throw new AppError("invalid_input", `The monitor at "${field}" stands on the page twice. Leave one out.`, field);
}

/** Where a monitor is named last. */
function placeOf(groups: readonly StatusPageGroup[], wanted: string): string {
  const places = groups.flatMap(({ monitors }, group) =>
    monitors.flatMap(({ monitorId }, index) =>
      monitorId === wanted ? [`groups.${group}.monitors.${index}.monitor`] : [],
    ),
  );
  return places.at(-1) ?? "groups";
}
