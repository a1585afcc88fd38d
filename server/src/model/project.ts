import type { HeartbeatBoard } from "./heartbeat-board.ts";

export interface Project {
  readonly id: string;
  readonly name: string;
  /** IANA zone in which the project lives. */
  readonly timezone: string;
  /** Full names of the topics that monitors which make themselves get. */
  readonly defaultTopics: readonly string[];
  readonly heartbeatBoard: HeartbeatBoard;
  readonly createdAt: number;
}
