import type { StatusPage, StatusPageGroup } from "../model/index.ts";

/** What is stored of a status page as one JSON text. */
export type StatusPageContent = Omit<StatusPage, "projectId" | "slug" | "enabled" | "changedAt">;

/** The ids of the monitors that a page names. */
export function monitorIdsOf({ groups }: { readonly groups: readonly StatusPageGroup[] }): readonly string[] {
  return groups.flatMap(({ monitors }) => monitors.map(({ monitorId }) => monitorId));
}

/** The page without the monitors that were deleted since. */
export function withKnownMonitors(page: StatusPage, known: ReadonlySet<string>): StatusPage {
  const groups = page.groups.map((group) => ({
    ...group,
    monitors: group.monitors.filter(({ monitorId }) => known.has(monitorId)),
  }));
  return { ...page, groups };
}

/** What the history says of a page that was set up or replaced. */
export function statusPageChanged(
  wasEnabled: boolean,
  { enabled, slug }: Pick<StatusPage, "enabled" | "slug">,
): string {
  if (enabled && !wasEnabled) return `The status page was switched on at /status/${slug}.`;
  if (wasEnabled && !enabled) return "The status page was switched off.";
  return "The status page was changed.";
}
