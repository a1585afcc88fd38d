import type { PulseNames } from "../signals/pulse.ts";
import type { Board } from "./show-heartbeat-board.ts";
import type { BoardSort } from "./sort-board.ts";

/** The board as one reader sees it. */
export interface BoardView {
  /** Its rows are sorted already. */
  readonly board: Board;
  readonly sort: BoardSort;
  /** What the reader came with: links carry it on. */
  readonly secret: string;
  readonly mayWrite: boolean;
}

/** The form of one pulse. */
export interface EditView {
  readonly id: string;
  readonly names: PulseNames;
  /** As it was typed, or as it is. */
  readonly threshold: string;
  readonly saturday: string;
  readonly secret: string;
  /** What is wrong with what was sent; null on a fresh form. */
  readonly fault: string | null;
}

/** A page without a board: what happened, and whether it asks for a key. */
export interface NoticeView {
  readonly title: string;
  readonly text: string;
  /** Parameters to be sent again beside the key; null: no key would help. */
  readonly askWith: Readonly<Record<string, string>> | null;
}

/** What the heartbeat door asks of whoever draws its pages; each function gives a whole HTML document. */
export interface HeartbeatPages {
  /** The Content-Security-Policy under which the pages work. */
  readonly policy: string;
  readonly board: (view: BoardView) => string;
  readonly edit: (view: EditView) => string;
  readonly notice: (view: NoticeView) => string;
}
