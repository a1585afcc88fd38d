import type * as fold from "../batch.ts";

/** One monitor while a batch is folded, with what only this engine knows of it. */
export interface Slot extends fold.Slot {
  /** Null until a new monitor is written. */
  seq: number | null;
  readonly oldSweepAt: number | null;
  version: number;
  readonly oldProbe: fold.ProbeTurn;
}

export type Batch = fold.Batch<Slot>;
export type RecordedPing = fold.RecordedPing<Slot>;
export type RecordedResult = fold.RecordedResult<Slot>;
