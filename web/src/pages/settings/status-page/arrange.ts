import type { StatusPage } from "../../../api/status-page.ts";

/** The groups of a status page while they are arranged. */
export type Groups = StatusPage["groups"];

/** A place on the page: which group, and which place in it, both from 0. */
export interface Place {
  readonly group: number;
  readonly index: number;
}

/** Where a monitor stands; null: it is not on the page. */
export function placeOf(groups: Groups, monitor: string): Place | null {
  for (const [group, { monitors }] of groups.entries()) {
    const index = monitors.findIndex((each) => each.monitor === monitor);
    if (index >= 0) return { group, index };
  }
  return null;
}

/** Puts a monitor that is on the page to another place; the others close ranks. */
export function moveTo(groups: Groups, monitor: string, to: Place): Groups {
  const from = placeOf(groups, monitor);
  const moved = from && groups[from.group]?.monitors[from.index];
  if (moved === null || moved === undefined) return groups;
  return groups.map((group, at) => {
    const monitors = group.monitors.filter((each) => each.monitor !== monitor);
    return { ...group, monitors: at === to.group ? monitors.toSpliced(to.index, 0, moved) : monitors };
  });
}

/** Puts a monitor one place up (-1) or down (1); beyond the end of its group it goes to the next one. */
export function moveBy(groups: Groups, monitor: string, step: -1 | 1): Groups {
  const from = placeOf(groups, monitor);
  if (from === null) return groups;
  const here = groups[from.group]?.monitors.length ?? 0;
  const index = from.index + step;
  if (index >= 0 && index < here) return moveTo(groups, monitor, { group: from.group, index });
  const next = groups[from.group + step];
  if (next === undefined) return groups;
  return moveTo(groups, monitor, { group: from.group + step, index: step === 1 ? 0 : next.monitors.length });
}

/** Puts a whole group one place up or down. */
export function moveGroup(groups: Groups, from: number, step: -1 | 1): Groups {
  const group = groups[from];
  if (group === undefined || groups[from + step] === undefined) return groups;
  return groups.toSpliced(from, 1).toSpliced(from + step, 0, group);
}

/** A slug made of a name: `Acme GmbH & Co` becomes `acme-gmbh-co`. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-|-$/g, "");
}
