import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { listMonitorRows, type MonitorRow } from "../../actions/list-monitor-rows.ts";
import { listPills } from "../../actions/list-pills.ts";
import { PILL_OUTCOMES, type Pill, SEVERITIES, SHOWN_STATUSES } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { Instant, instant, instantOrNull } from "../shared-schemas.ts";

const section = "Monitors";
const MAX_IDS = 100;
const MAX_PILLS = 100;

const Ids = z
  .string()
  .max(MAX_IDS * 37)
  .transform((text) => text.split(","))
  .pipe(z.array(z.string().min(1)).max(MAX_IDS));

const RowsQuery = z.strictObject({
  ids: Ids.optional().describe(`Separated by commas, ${MAX_IDS} at most; absent: every monitor of the project.`),
});

/** Every monitor in short. */
export const RowList = z
  .strictObject({
    monitors: z.array(
      z
        .strictObject({
          id: z.uuid(),
          name: z.string(),
          slug: z.string().nullable(),
          kind: z.enum(["heartbeat", "probe", "alarm"]),
          door: z.string().nullable().describe("Through which door it came; null when a person made it."),
          tags: z.array(z.string()),
          topics: z.array(z.string()),
          status: z.enum(SHOWN_STATUSES),
          statusSince: Instant,
          severity: z.enum(SEVERITIES),
          source: z.string().nullable().describe("Of an alarm: the kind of system that reports it."),
          scheduleText: z.string().nullable().describe("The schedule in plain English; null for an alarm."),
          timezone: z.string().nullable().describe("By whose clock it is due; null when no clock is asked."),
          started: z.boolean().describe("A run is open."),
          lastPingAt: Instant.nullable(),
          lastDurationMs: z.number().nullable(),
          expectedAt: Instant.nullable(),
          deadlineAt: Instant.nullable(),
          nextProbeAt: Instant.nullable().describe("When a probe looks next; null while it looks."),
          acknowledgedAt: Instant.nullable().describe("When somebody took the open outage up."),
        })
        .meta({ id: "MonitorRow" }),
    ),
  })
  .meta({ id: "MonitorRows" });

const PillsQuery = z.strictObject({
  ids: Ids.describe(`Separated by commas, ${MAX_IDS} at most.`),
  count: z.coerce.number().int().min(1).max(MAX_PILLS).default(30).describe("How many of each at most."),
});

/** The last results of several monitors. */
export const PillList = z
  .strictObject({
    monitors: z.array(
      z.strictObject({
        id: z.string(),
        pills: z
          .array(
            z
              .strictObject({
                outcome: z
                  .enum(PILL_OUTCOMES)
                  .describe("`missed`: a deadline passed in silence; `asleep`: a task in its sleep window."),
                at: Instant,
                durationMs: z.number().nullable(),
                reason: z.string().nullable().describe("Null where the outcome says it all."),
              })
              .meta({ id: "Pill" }),
          )
          .describe("Oldest first."),
      }),
    ),
  })
  .meta({ id: "PillList" });

/** What a table of all monitors needs, in few and small answers. */
export function monitorTableRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/monitors/rows",
      needs: "read",
      section,
      summary: "List every monitor in short",
      description: "By name, all in one answer, with what a table shows of them.",
      params: Nothing,
      query: RowsQuery,
      body: null,
      answers: { 200: RowList },
      handle: async ({ caller, query }) => {
        const rows = await listMonitorRows(app, caller, query.ids ?? null);
        return { status: 200, json: { monitors: rows.map(presentRow) } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/monitors/pills",
      needs: "read",
      section,
      summary: "Get the last results of several monitors",
      description:
        "Of a heartbeat its success and fail pings and the deadlines that it missed, of a probe its results, of an alarm when it fired and was resolved.",
      params: Nothing,
      query: PillsQuery,
      body: null,
      answers: { 200: PillList },
      handle: async ({ caller, query }) => {
        const found = await listPills(app, caller, { monitorIds: query.ids, count: query.count });
        const monitors = found.map(({ monitorId: id, pills }) => ({ id, pills: pills.map(presentPill) }));
        return { status: 200, json: { monitors } };
      },
    }),
  ];
}

function presentRow(row: MonitorRow): z.input<typeof RowList>["monitors"][number] {
  const { id, door, config, state } = row.monitor;
  return {
    id,
    name: config.name,
    slug: config.slug,
    kind: config.kind,
    door,
    tags: [...config.tags],
    topics: [...config.topics],
    status: row.status,
    statusSince: instant(state.statusSinceAt),
    severity: row.severity,
    source: state.alarm?.source ?? null,
    scheduleText: row.scheduleText,
    timezone: timezoneOf(config),
    started: state.startedAt !== null,
    lastPingAt: instantOrNull(state.lastPingAt),
    lastDurationMs: state.lastDurationMs,
    expectedAt: instantOrNull(state.expectedAt),
    deadlineAt: instantOrNull(state.deadlineAt),
    nextProbeAt: instantOrNull(row.nextProbeAt),
    acknowledgedAt: instantOrNull(state.incident?.acknowledgedAt ?? null),
  };
}

function timezoneOf({ kind, schedule }: MonitorRow["monitor"]["config"]): string | null {
  if (kind === "alarm") return null;
  return schedule.type === "period" ? (schedule.calendar?.timezone ?? null) : schedule.timezone;
}

function presentPill({
  outcome,
  at,
  durationMs,
  reason,
}: Pill): z.input<typeof PillList>["monitors"][number]["pills"][number] {
  return { outcome, at: instant(at), durationMs, reason };
}
