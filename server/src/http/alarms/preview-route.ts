import type { z } from "zod";
import type { App } from "../../actions/app.ts";
import { previewAlarms } from "../../actions/preview-alarms.ts";
import { type AlarmReport, NO_ALARM_OPTIONS } from "../../model/index.ts";
import { createAlarmSources } from "../../signals/alarms/registry.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { instantOrNull } from "../shared-schemas.ts";
import { AlarmPreviewAnswer, AlarmPreviewBody } from "./schema.ts";

/** Tries a mapping, or any source, on a sample. */
export function alarmPreviewRoute(app: App): Route {
  const sources = createAlarmSources();
  return defineRoute({
    method: "post",
    path: "/alarms/preview",
    needs: "write",
    section: "Alarms",
    summary: "Tell what would be made of an alarm",
    description:
      "Reads a sample as `POST /v1/alarms/{source}/{token}` would, with a mapping or pairs of events that no token has yet. " +
      "Nothing is kept, told or opened, and no signature is asked for.",
    params: Nothing,
    query: Nothing,
    body: AlarmPreviewBody,
    answers: { 200: AlarmPreviewAnswer },
    handle: async ({ body: { source, body, contentType = "application/json", mapping, eventPairs } }) => {
      const bytes = new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
      const { unparsed, reports } = previewAlarms(app, {
        sourceName: source,
        source: sources.get(source),
        request: { headers: { "content-type": contentType }, body: bytes, receivedAt: app.clock.now() },
        totalBytes: bytes.length,
        options: { ...NO_ALARM_OPTIONS, mapping, eventPairs },
      });
      return { status: 200, json: { unparsed, reports: reports.map(presentReport) } };
    },
  });
}

function presentReport(report: AlarmReport): z.input<typeof AlarmPreviewAnswer>["reports"][number] {
  const { eventId, fields, rest, startsAt, endsAfterMs, ...same } = report;
  return {
    ...same,
    id: eventId,
    fields: [...fields, ...rest],
    startsAt: instantOrNull(startsAt),
    endsAfterSeconds: endsAfterMs === null ? null : endsAfterMs / 1_000,
  };
}
