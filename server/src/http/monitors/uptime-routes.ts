import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { type ShownUptime, showUptime } from "../../actions/show-uptime.ts";
import type { Uptime } from "../../judge/uptime.ts";
import { defineRoute, type Route } from "../route.ts";
import { IdParams, Instant, instant, oneLine } from "../shared-schemas.ts";

const UptimeQuery = z.strictObject({
  timezone: oneLine(100).optional().describe("IANA zone in which days begin and end; absent: the project's."),
});

const uptimeFields = {
  percent: z
    .number()
    .nullable()
    .describe("Cut to three decimals, never rounded up: 100 means not down for a moment. Null: nothing counted."),
  upMs: z.number(),
  downMs: z.number(),
  incidents: z.int().describe("Incidents that touch the stretch."),
};

const Period = z.strictObject({ from: Instant, ...uptimeFields }).meta({ id: "Uptime" });

/** How much of the time a monitor was up. */
export const UptimeAnswer = z
  .strictObject({
    at: Instant,
    timezone: z.string(),
    periods: z.strictObject({ "24h": Period, "7d": Period, "30d": Period, "90d": Period }),
    days: z
      .array(z.strictObject({ date: z.iso.date(), ...uptimeFields }).meta({ id: "UptimeOfDay" }))
      .describe("The last 90 local days, oldest first; the last one is today, so far."),
  })
  .meta({ id: "MonitorUptime" });

/** How much of the time a monitor was up. */
export function monitorUptimeRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/monitors/{id}/uptime",
      needs: "read",
      section: "Monitors",
      summary: "Tell how much a monitor was up",
      description:
        "From its transitions: `up` (also while late) against `down`. Time in which it was new or paused counts as neither, and so does what lies in a gap of Watchbell's own.",
      params: IdParams,
      query: UptimeQuery,
      body: null,
      answers: { 200: UptimeAnswer },
      handle: async ({ caller, params, query }) => {
        const uptime = await showUptime(app, caller, { monitorId: params.id, timezone: query.timezone });
        return { status: 200, json: presentUptime(uptime) };
      },
    }),
  ];
}

function presentUptime({ now, timezone, periods, days }: ShownUptime): z.input<typeof UptimeAnswer> {
  const periodOf = (period: ShownUptime["periods"]["24h"]) => ({
    from: instant(period.fromAt),
    ...presentMeasure(period),
  });
  return {
    at: instant(now),
    timezone,
    periods: {
      "24h": periodOf(periods["24h"]),
      "7d": periodOf(periods["7d"]),
      "30d": periodOf(periods["30d"]),
      "90d": periodOf(periods["90d"]),
    },
    days: days.map((day) => ({ date: day.date, ...presentMeasure(day) })),
  };
}

function presentMeasure({ percent, upMs, downMs, incidents }: Uptime) {
  return { percent, upMs, downMs, incidents };
}
