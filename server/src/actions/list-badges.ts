import { AppError, type BadgeAddress, type BadgeSubject, type Monitor } from "../model/index.ts";
import type { PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";

/** The badges of a project. */
export interface BadgeList {
  readonly project: BadgeAddress;
  /** By tag. */
  readonly tags: readonly { readonly tag: string; readonly address: BadgeAddress }[];
  /** By name; a page of them. */
  readonly monitors: readonly { readonly monitor: Monitor; readonly address: BadgeAddress }[];
  readonly nextCursor: string | null;
}

/** Lists where the badges of a project, its tags and its monitors are; of one monitor only when it is named. */
export async function listBadges(
  app: App,
  caller: Caller,
  query: PageRequest & { readonly monitorId?: string | undefined },
): Promise<BadgeList> {
  const { projectId } = caller;
  const { monitorId, ...page } = query;
  const [tags, { items, nextCursor }] = await Promise.all([
    app.store.pages.tags(projectId),
    monitorId === undefined
      ? app.store.watch.list({ projectId, ...page })
      : { items: [await getMonitor(app, caller, { monitorId })], nextCursor: null },
  ]);
  const subjects: readonly BadgeSubject[] = [
    { of: "project" },
    ...tags.map((tag) => ({ of: "tag", tag }) as const),
    ...items.map(({ id }) => ({ of: "monitor", monitorId: id }) as const),
  ];
  const addresses = await app.store.pages.badgeAddresses(projectId, subjects);
  const [project, ...rest] = addresses ?? [];
  if (project === undefined) throw new AppError("not_found", "The project of this key is gone.");
  return {
    project,
    tags: zip(tags, rest).map(([tag, address]) => ({ tag, address })),
    monitors: zip(items, rest.slice(tags.length)).map(([monitor, address]) => ({ monitor, address })),
    nextCursor,
  };
}

function zip<A, B>(left: readonly A[], right: readonly B[]): readonly (readonly [A, B])[] {
  return left.flatMap((each, index) => {
    const other = right[index];
    return other === undefined ? [] : [[each, other] as const];
  });
}
