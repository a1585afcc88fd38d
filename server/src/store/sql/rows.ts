import type { Selectable } from "kysely";
import type {
  AlarmToken,
  BoardMode,
  HeardAlarm,
  HistoryEntry,
  HistoryKind,
  Integration,
  Key,
  KeyKind,
  Monitor,
  MonitorConfig,
  MonitorState,
  NotifyOn,
  Project,
  StoredStatus,
  Topic,
} from "../../model/index.ts";
import { NO_ALARM_OPTIONS, topicName } from "../../model/index.ts";
import type { Database, MonitorStatesTable } from "./database.ts";
import type { Value } from "./row-statements.ts";

type Row<Table extends keyof Database> = Selectable<Database[Table]>;

/** The hot columns in the order in which a batch writes them. */
export const STATE_COLUMNS = [
  "monitor_seq",
  "status",
  "status_since_at",
  "ping_count",
  "last_ping_at",
  "last_signal_at",
  "started_at",
  "started_run_id",
  "last_duration_ms",
  "failure_count",
  "failures_in_row",
  "successes_in_row",
  "expected_at",
  "deadline_at",
  "incident",
  "incident_count",
  "sweep_at",
] as const satisfies readonly (keyof MonitorStatesTable)[];

/** A state as the array that STATE_COLUMNS names. */
export function stateToRow(seq: number, state: MonitorState, sweepAt: number | null): readonly Value[] {
  return [
    seq,
    state.status,
    state.statusSinceAt,
    state.pingCount,
    state.lastPingAt,
    state.lastSignalAt,
    state.startedAt,
    state.startedRunId,
    state.lastDurationMs,
    state.failureCount,
    state.failuresInRow,
    state.successesInRow,
    state.expectedAt,
    state.deadlineAt,
    state.incident ? JSON.stringify(state.incident) : null,
    state.incidentCount,
    sweepAt,
  ];
}

export function stateFromRow(
  row: Omit<Row<"monitor_states">, "probe_at" | "probe_lease" | "probe_host">,
  alarm: HeardAlarm | null,
): MonitorState {
  return {
    status: row.status as StoredStatus,
    statusSinceAt: row.status_since_at,
    pingCount: row.ping_count,
    lastPingAt: row.last_ping_at,
    lastSignalAt: row.last_signal_at,
    startedAt: row.started_at,
    startedRunId: row.started_run_id,
    lastDurationMs: row.last_duration_ms,
    failureCount: row.failure_count,
    failuresInRow: row.failures_in_row,
    successesInRow: row.successes_in_row,
    expectedAt: row.expected_at,
    deadlineAt: row.deadline_at,
    incident: row.incident ? JSON.parse(row.incident) : null,
    incidentCount: row.incident_count,
    alarm,
  };
}

/** The columns of `monitors` that follow from the configuration. */
export function configColumns(config: MonitorConfig) {
  return {
    slug: config.slug,
    name: config.name,
    kind: config.kind,
    tags: JSON.stringify(config.tags),
    search: [config.name, config.slug ?? "", config.description, ...config.tags].join("\n").toLowerCase(),
    config: JSON.stringify(config),
  };
}

export function monitorFromRows(
  row: Omit<
    Row<"monitors">,
    "config" | "imported_id" | "search" | "tags" | "slug" | "name" | "kind" | "seq" | "version"
  >,
  config: MonitorConfig,
  state: MonitorState,
): Monitor {
  return {
    id: row.id,
    projectId: row.project_id,
    door: row.door as Monitor["door"],
    doorKey: row.door_key,
    createdAt: row.created_at,
    config,
    state,
  };
}

export function projectFromRow(row: Row<"projects">): Project {
  return {
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    defaultTopics: JSON.parse(row.default_topics),
    heartbeatBoard: {
      topic: row.board_topic,
      mode: row.board_mode as BoardMode,
      digestEveryMs: row.board_digest_every_ms,
    },
    createdAt: row.created_at,
  };
}

export function keyFromRow(row: Row<"keys">): Key {
  return {
    id: row.id,
    projectId: row.project_id,
    kind: row.kind as KeyKind,
    name: row.name,
    hint: row.hint,
    monitorId: row.monitor_id,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}

export function alarmTokenFromRow(row: Row<"alarm_tokens">): AlarmToken {
  return {
    id: row.id,
    projectId: row.project_id,
    topicId: row.topic_id,
    name: row.name,
    hint: row.hint,
    allow: JSON.parse(row.allow),
    // A token may be older than an option.
    options: { ...NO_ALARM_OPTIONS, ...JSON.parse(row.options) },
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

function integrationFromRow(row: Row<"integrations">): Integration {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    model: row.model,
    notifyOn: row.notify_on ? (JSON.parse(row.notify_on) as NotifyOn[]) : null,
    enabled: row.enabled === 1,
    suspended: row.suspended_at === null ? null : { at: row.suspended_at, reason: row.suspended_reason ?? "" },
    keepsIncidents: row.keeps_incidents === 1,
  };
}

export function topicFromRows(row: Row<"topics">, integrations: readonly Row<"integrations">[]): Topic {
  return {
    id: row.id,
    projectId: row.project_id,
    channel: row.channel,
    topic: row.topic,
    name: topicName(row.channel, row.topic),
    integrations: integrations.map(integrationFromRow),
    createdAt: row.created_at,
  };
}

export function historyFromRow(row: Row<"history">): HistoryEntry {
  return {
    id: String(row.seq),
    projectId: row.project_id,
    at: row.at,
    kind: row.kind as HistoryKind,
    actor: row.actor,
    from: row.from_address,
    accountId: row.account_id,
    monitorId: row.monitor_id,
    topicId: row.topic_id,
    text: row.text,
  };
}
