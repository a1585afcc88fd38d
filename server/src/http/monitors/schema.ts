import { z } from "zod";
import type { MonitorInput } from "../../actions/monitor-defaults.ts";
import { MAX_TAGS, NOTIFY_ON, SEVERITIES, SHOWN_STATUSES, STORED_STATUSES } from "../../model/index.ts";
import { ProbeInput } from "../../signals/probes/registry.ts";
import { ScheduleBody, toSchedule } from "../schedules/schema.ts";
import { Instant, InstantInput, lines, nextCursor, oneLine, PageQuery, Slug, TopicName } from "../shared-schemas.ts";
import { ProbeAnswer } from "./probe-schema.ts";

export const Tag = oneLine(100).regex(/^[^\s,]+$/, { error: "may not hold spaces or commas" });
const Keywords = z.array(oneLine(200)).max(20);
const NotifyOnSides = z.array(z.enum(NOTIFY_ON)).max(3);
const InARow = z.int().min(1).max(1000);

const Filters = z
  .strictObject({
    methods: z
      .enum(["any", "POST"])
      .default("any")
      .describe("With `POST` a ping of any other method is recorded and otherwise ignored."),
    body: z
      .strictObject({
        failure: Keywords.default([]),
        success: Keywords.default([]),
        start: Keywords.default([]),
        otherwise: z.enum(["ignore", "fail"]).default("ignore").describe("What a body without any of the words is."),
      })
      .nullable()
      .default(null)
      .describe(
        "Words looked for in the body, in the order failure, success, start. An explicit `/fail` or exit status wins.",
      ),
  })
  .meta({ id: "Filters", description: "Rules that turn a ping into another one before it is judged." });

const fields = {
  name: oneLine(100),
  slug: Slug.nullable(),
  tags: z.array(Tag).max(MAX_TAGS),
  description: lines(10_000),
  kind: z
    .enum(["heartbeat", "probe"])
    .describe("Never changes. Absent: `probe` where a probe is given, else `heartbeat`."),
  schedule: ScheduleBody,
  probe: ProbeInput.nullable().describe("What a probe does; its interval is the period of the schedule."),
  topics: z.array(TopicName).max(50).describe("Topics that are told; absent: the project's default topics."),
  notifyOn: NotifyOnSides,
  expectFirstBy: InstantInput.nullable().describe("By when a new monitor is expected to be heard from."),
  severity: z.enum(SEVERITIES),
  filters: Filters,
  manualResume: z.boolean().describe("With true no ping leaves the pause, only `resume` does."),
  failuresToDown: InARow,
  successesToUp: InARow,
};

/** What can be said of a monitor when it is made or changed. */
export const MonitorBody = z.strictObject(fields).partial().meta({ id: "MonitorInput" });

/** The same where the slug is in the address. */
export const MonitorBySlugBody = z
  .strictObject(fields)
  .omit({ slug: true })
  .partial()
  .meta({ id: "MonitorBySlugInput" });

export const AcknowledgeBody = z.strictObject({ note: lines(1000).optional() }).meta({ id: "Acknowledgement" });

export const ResolveBody = z.strictObject({ note: lines(1000).optional() }).meta({ id: "Resolution" });

export const BySlugParams = z.strictObject({ slug: Slug });

export const MonitorQuery = PageQuery.extend({
  tag: z.array(z.string().max(100)).max(20).optional().describe("Repeatable: monitors with all of these tags."),
  status: z.array(z.enum(SHOWN_STATUSES)).optional().describe("Repeatable: monitors that stand at any of these."),
  kind: z.enum(["heartbeat", "probe", "alarm"]).optional(),
  text: z.string().max(200).optional().describe("Part of the name, slug, description or a tag."),
});

/** A monitor as the API shows it. */
export const MonitorAnswer = z
  .strictObject({
    id: z.uuid(),
    ...fields,
    kind: z.enum(["heartbeat", "probe", "alarm"]),
    schedule: ScheduleBody.nullable().describe("Null for an alarm: nobody expects one."),
    scheduleText: z.string().nullable().describe("The schedule in plain English."),
    severity: z.enum(SEVERITIES).describe("Of an alarm: what its source said last."),
    probe: ProbeAnswer.nullable(),
    expectFirstBy: Instant.nullable(),
    serviceId: z.string().nullable().describe("Of a service that checks in: its id under `/services`."),
    status: z.enum(SHOWN_STATUSES).describe("`late`: expected, but its deadline has not passed."),
    statusSince: Instant.describe("When the stored status last changed."),
    started: z.boolean().describe("A run is open: a start was heard, its end not yet."),
    door: z.string().nullable().describe("Through which door it came; null when a person made it."),
    pingUrl: z.string().nullable().describe("Null for keys that may not write, and for monitors that are not pinged."),
    pingCount: z.int(),
    lastPingAt: Instant.nullable(),
    lastDurationMs: z.number().nullable().describe("How long the last finished run took."),
    expectedAt: Instant.nullable().describe("Late from then on."),
    deadlineAt: Instant.nullable().describe("Down from then on."),
    nextProbeAt: Instant.nullable().describe(
      "When a probe looks next; null while it looks, while it is paused, and for every other kind.",
    ),
    incident: z
      .strictObject({
        n: z.int(),
        openedAt: Instant,
        acknowledgedAt: Instant.nullable(),
        acknowledgedBy: z.string().nullable(),
      })
      .nullable()
      .describe("The outage that is open."),
    alarm: z
      .strictObject({
        source: z.string(),
        title: z.string(),
        summary: z.string(),
        resource: z.string().nullable(),
        value: z.string().nullable(),
        fields: z.array(z.strictObject({ label: z.string(), value: z.string() })),
        startsAt: Instant.nullable(),
        url: z.string().nullable(),
        endsAt: Instant.nullable().describe("When it ends by itself."),
      })
      .nullable()
      .describe("What was last heard of an alarm; null for every other kind."),
    createdAt: Instant,
  })
  .meta({ id: "Monitor" });

export const MonitorList = z.strictObject({ monitors: z.array(MonitorAnswer), nextCursor }).meta({ id: "MonitorList" });

export const PingAnswer = z
  .strictObject({
    n: z.int(),
    at: Instant,
    kind: z.enum(["success", "start", "fail", "log", "ignored"]),
    exitStatus: z.int().nullable(),
    runId: z.string().nullable(),
    durationMs: z.number().nullable(),
    method: z.string(),
    scheme: z.string(),
    remoteAddress: z.string().describe("As the sender claims it; do not base a decision on it."),
    userAgent: z.string(),
    bodyBytes: z.int().describe("0: it came without a body."),
    contentType: z.string().nullable().describe("What the body was announced as. No other header is kept."),
  })
  .meta({ id: "Ping" });

export const PingList = z.strictObject({ pings: z.array(PingAnswer), nextCursor }).meta({ id: "PingList" });

export const PingBodyParams = z.strictObject({ id: z.string(), n: z.coerce.number().int().min(1) });

export const TransitionAnswer = z
  .strictObject({
    id: z.string(),
    at: Instant,
    from: z.enum(STORED_STATUSES),
    to: z.enum(STORED_STATUSES),
    severity: z.enum(SEVERITIES),
    reason: z.strictObject({ code: z.string(), text: z.string() }),
    incident: z.int().nullable(),
    gaps: z
      .array(z.strictObject({ from: Instant, to: Instant }))
      .describe("Stretches in which Watchbell itself could not take signals in."),
  })
  .meta({ id: "Transition" });

export const TransitionList = z
  .strictObject({ transitions: z.array(TransitionAnswer), nextCursor })
  .meta({ id: "TransitionList" });

/** What a body says, in the words of the model. */
export function toMonitorInput(body: z.output<typeof MonitorBody>): MonitorInput {
  const { schedule, expectFirstBy, ...same } = body;
  return {
    ...same,
    ...(schedule && { schedule: toSchedule(schedule) }),
    ...(expectFirstBy !== undefined && { expectFirstByAt: expectFirstBy === null ? null : Date.parse(expectFirstBy) }),
  };
}
