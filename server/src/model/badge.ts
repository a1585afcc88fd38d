import type { ShownStatus } from "./monitor.ts";

/** What a badge tells of: a project, those of its monitors that carry a tag, or one monitor. */
export type BadgeSubject =
  | { readonly of: "project" }
  | { readonly of: "tag"; readonly tag: string }
  | { readonly of: "monitor"; readonly monitorId: string };

/** The parts of a badge's address; none of them tells anything of a ping address. */
export interface BadgeAddress {
  /** Stands for the project. */
  readonly key: string;
  /** Proves that the badge was given out; of a monitor it also stands for it. */
  readonly token: string;
}

/** How many monitors are shown with each status. */
export type StatusCounts = Readonly<Record<ShownStatus, number>>;
