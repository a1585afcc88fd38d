import { groupCommit } from "../lib/group-commit.ts";
import type { AlarmIntake, AlarmTaken, ChangeOutcome, ChangeRequest, Store } from "../store/ports.ts";
import type { Change, ChangeFeed } from "./change-feed.ts";
import type { Metrics } from "./metrics.ts";

/** So many signals share one commit at most. */
const MAX_BATCH = 1_000;
/** Alarm requests are larger, and one may hold hundreds of reports. */
const MAX_ALARM_BATCH = 50;

export interface Recorder {
  /** Resolves when the signal is durable; throws StoreUnavailable when the store fails or is busy. */
  record(request: ChangeRequest): Promise<ChangeOutcome>;
  /** The same for what a monitoring system reports in one request. */
  takeAlarms(intake: AlarmIntake): Promise<AlarmTaken>;
}

export interface RecorderDeps {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly changes: ChangeFeed;
  /** Wakes the delivery loop. */
  readonly ringDelivery: () => void;
}

/** Makes the recorder: signals that arrive while a batch is being written are committed together in the next one. */
export function createRecorder(deps: RecorderDeps): Recorder {
  const record = groupCommit(async (requests: readonly ChangeRequest[]) => {
    const outcomes = await deps.store.watch.change(requests);
    countOutcomes(deps, requests, outcomes);
    return outcomes;
  }, MAX_BATCH);
  const takeAlarms = groupCommit(async (intakes: readonly AlarmIntake[]) => {
    const taken = await deps.store.alarms.take(intakes);
    for (const [index, { reports }] of taken.entries()) countReports(deps, intakes[index], reports);
    return taken;
  }, MAX_ALARM_BATCH);
  return { record, takeAlarms };
}

function countReports(deps: RecorderDeps, intake: AlarmIntake | undefined, reports: AlarmTaken["reports"]): void {
  if (intake === undefined) return;
  for (const { kind } of reports) deps.metrics.alarms.inc({ source: intake.source, outcome: kind });
  if (reports.some(({ kind }) => kind === "published")) {
    deps.ringDelivery();
    deps.changes.announce([{ projectId: intake.projectId, kind: "message", id: null, status: null }]);
  }
  const changes = reports.flatMap(({ outcome }, index) => {
    const request = intake.items[index]?.change;
    return outcome && request ? [{ outcome, request }] : [];
  });
  countOutcomes(
    deps,
    changes.map(({ request }) => request),
    changes.map(({ outcome }) => outcome),
  );
}

/** Counts what a batch did, tells those who listen, and wakes the delivery when it may have made messages. */
export function countOutcomes(
  deps: Omit<RecorderDeps, "store">,
  requests: readonly ChangeRequest[],
  outcomes: readonly ChangeOutcome[],
): void {
  let mayHaveMessages = false;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind !== "changed") continue;
    const signal = requests[index]?.signal;
    if (signal?.type === "ping") deps.metrics.pings.inc({ kind: signal.action });
    for (const transition of outcome.transitions) {
      mayHaveMessages = true;
      deps.metrics.transitions.inc({ to: transition.to });
    }
  }
  if (mayHaveMessages) deps.ringDelivery();
  // Nobody pays for what nobody hears: an ordinary ping ends here.
  if (deps.changes.isHeard())
    deps.changes.announce(requests.flatMap((_, index) => changesOf(requests[index], outcomes[index])));
}

/** A monitor, and what its transitions opened, ended and told: which incidents and messages that are is for the store to say. */
function changesOf(request: ChangeRequest | undefined, outcome: ChangeOutcome | undefined): readonly Change[] {
  if (request === undefined || outcome?.kind !== "changed") return [];
  const { projectId, monitorId, transitions } = outcome;
  const { type } = request.signal;
  const status = type === "delete" ? "deleted" : (transitions.at(-1)?.to ?? null);
  const monitor: Change = { projectId, kind: "monitor", id: monitorId, status };
  const several = (kind: Change["kind"]): Change => ({ projectId, kind, id: null, status: null });
  if (transitions.length > 0) return [monitor, several("incident"), several("message")];
  return type === "acknowledge" ? [monitor, several("incident")] : [monitor];
}
