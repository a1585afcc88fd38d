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
} from "../model/index.ts";

/** One monitor while signals are folded into it: what was loaded, and what became of it. */
export interface Slot {
  readonly isNew: boolean;
  /** Of a new monitor that was imported: its id there. */
  readonly importedId: string | null;
  configChanged: boolean;
  /** The monitor after the last signal; when deleted, the last that it was. */
  monitor: Monitor;
  deleted: boolean;
  sweepAt: number | null;
  /** When the probe is due next and whose it is until then. */
  probe: ProbeTurn;
}

/** A probe's place in the queue. */
export interface ProbeTurn {
  readonly at: number | null;
  readonly lease: string | null;
}

/** What a probe found, to be recorded. */
export interface RecordedResult<S extends Slot = Slot> {
  readonly slot: S;
  readonly signal: ProbeSignal;
  readonly n: number;
  readonly at: number;
}

/** A ping to be recorded. */
export interface RecordedPing<S extends Slot = Slot> {
  readonly slot: S;
  readonly signal: PingSignal;
  readonly ping: JudgedPing;
}

/** What a batch will write. */
export interface Batch<S extends Slot = Slot> {
  readonly now: number;
  /** Our own gaps, as the batch is judged by them. */
  readonly gaps: readonly Gap[];
  /** When the sweep looks at a monitor next, after the judge said when it should. */
  readonly sweepAtOf: (slot: S, lookAgainAt: number | null) => number | null;
  /** Those that a signal changed. */
  readonly slots: Set<S>;
  /** Monitors that made themselves, by project: as far as that was asked, with what this batch makes and deletes. */
  readonly selfMade: Map<string, number>;
  readonly pings: RecordedPing<S>[];
  readonly results: RecordedResult<S>[];
  readonly transitions: { readonly slot: S; readonly transition: Transition; readonly actor: Actor }[];
  readonly commands: {
    readonly slot: S;
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

/** A batch with nothing in it yet. */
export function emptyBatch<S extends Slot>(start: Pick<Batch<S>, "now" | "gaps" | "sweepAtOf">): Batch<S> {
  return {
    ...start,
    slots: new Set(),
    selfMade: new Map(),
    pings: [],
    results: [],
    transitions: [],
    commands: [],
    toRoute: [],
  };
}

/** How many monitors of a project that make themselves a batch adds so far. */
export function selfMadeIn(batch: Pick<Batch, "slots">, projectId: string): number {
  const own = [...batch.slots].filter(({ monitor }) => monitor.projectId === projectId && monitor.door !== null);
  const made = own.filter((slot) => slot.isNew && !slot.deleted).length;
  const gone = own.filter((slot) => !slot.isNew && slot.deleted).length;
  return made - gone;
}
