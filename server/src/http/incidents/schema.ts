import { z } from "zod";
import { SEVERITIES, STORED_STATUSES } from "../../model/index.ts";
import { MessageAnswer } from "../messages/schema.ts";
import { Instant, lines, nextCursor, PageQuery } from "../shared-schemas.ts";

export const IncidentQuery = PageQuery.extend({
  state: z.enum(["open", "closed"]).optional().describe("Absent: both, open ones first."),
  monitor: z.string().max(100).optional().describe("Id of a monitor."),
});

const Reason = z.strictObject({ code: z.string(), text: z.string() });

const incidentFields = {
  id: z.string(),
  monitorId: z.string(),
  monitorName: z.string(),
  monitorKind: z.enum(["heartbeat", "probe", "alarm"]),
  n: z.int().describe("Counts the incidents of the monitor."),
  state: z.enum(["open", "closed"]),
  severity: z.enum(SEVERITIES).describe("As it was last."),
  openedAt: Instant,
  openedFor: Reason,
  closedAt: Instant.nullable(),
  closedFor: Reason.nullable(),
  closedTo: z.enum(STORED_STATUSES).nullable().describe("What the monitor became."),
  durationMs: z.number().describe("From its beginning to its end; up to now while it is open."),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: z.string().nullable(),
};

export const IncidentAnswer = z.strictObject(incidentFields).meta({ id: "Incident" });

export const IncidentList = z
  .strictObject({ incidents: z.array(IncidentAnswer), nextCursor })
  .meta({ id: "IncidentList" });

export const NoteAnswer = z
  .strictObject({ id: z.string(), at: Instant, actor: z.string(), text: z.string() })
  .meta({ id: "IncidentNote" });

export const IncidentDetails = z
  .strictObject({
    ...incidentFields,
    notes: z.array(NoteAnswer).describe("Oldest first."),
    messages: z.array(MessageAnswer).describe("What was sent to whom, newest first."),
  })
  .meta({ id: "IncidentDetails" });

export const NoteBody = z
  .strictObject({ text: lines(10_000).regex(/\S/, { error: "may not be blank" }) })
  .meta({ id: "IncidentNoteInput" });
