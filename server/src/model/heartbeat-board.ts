import type { Project } from "./project.ts";

export const BOARD_MODES = ["each", "digest"] as const;
/** `each`: a pulse is told the moment it becomes overdue. `digest`: pulses are told by digests only, on a schedule. */
export type BoardMode = (typeof BOARD_MODES)[number];

/** How the pulses of a project, all shown on its one board, are told. */
export interface HeartbeatBoard {
  /** Full name of the board's topic; null: the project's first default topic. */
  readonly topic: string | null;
  readonly mode: BoardMode;
  /** How often a digest goes out in mode `digest`. */
  readonly digestEveryMs: number;
}

/** The topic that a project's board tells; null when the project has none. */
export function boardTopic({ heartbeatBoard, defaultTopics }: Project): string | null {
  return heartbeatBoard.topic ?? defaultTopics[0] ?? null;
}
