import type {
  Actor,
  Gap,
  JudgedPing,
  Monitor,
  OpenIncident,
  PingSignal,
  ProbeSignal,
  Signal,
  Transition,
} from "../../model/index.ts";

/** One monitor while a batch is folded: what was loaded, and what became of it. */
export interface Slot {
  /** Null until a new monitor is written. */
  seq: number | null;
  readonly isNew: boolean;
  /** Of a new monitor that was imported: its id there. */
  readonly importedId: string | null;
  readonly oldSweepAt: number | null;
  version: number;
  configChanged: boolean;
  /** The monitor after the last signal; when deleted, the last that it was. */
  monitor: Monitor;
  deleted: boolean;
  sweepAt: number | null;
  /** When the probe is due next and whose it is until then. */
  probe: ProbeTurn;
  readonly oldProbe: ProbeTurn;
}

/** A probe's place in the queue. */
export interface ProbeTurn {
  readonly at: number | null;
  readonly lease: string | null;
}

/** What a probe found, to be recorded. */
export interface RecordedResult {
  readonly slot: Slot;
  readonly signal: ProbeSignal;
  readonly n: number;
  readonly at: number;
}

/** A ping to be recorded. */
export interface RecordedPing {
  readonly slot: Slot;
  readonly signal: PingSignal;
  readonly ping: JudgedPing;
}

/** What a batch will write. */
export interface Batch {
  readonly now: number;
  /** Our own gaps, as the batch is judged by them. */
  readonly gaps: readonly Gap[];
  /** Those that a signal changed. */
  readonly slots: Set<Slot>;
  /** Monitors that made themselves, by project: as far as that was asked, with what this batch makes and deletes. */
  readonly selfMade: Map<string, number>;
  readonly pings: RecordedPing[];
  readonly results: RecordedResult[];
  readonly transitions: { readonly slot: Slot; readonly transition: Transition; readonly actor: Actor }[];
  readonly commands: {
    readonly slot: Slot;
    readonly signal: Signal;
    readonly created: boolean;
    /** The incident that was open when the command had been judged. */
    readonly incident: OpenIncident | null;
  }[];
  readonly toRoute: {
    readonly before: Monitor;
    readonly monitor: Monitor;
    readonly transitions: readonly Transition[];
  }[];
}
