import { z } from "zod";
import { INCIDENT_DAYS } from "../../model/index.ts";
import { Instant, lines, oneLine } from "../shared-schemas.ts";

const slug = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: "may hold only small letters and digits, with single hyphens in between",
  })
  .describe("The last part of the page's address; unique in the installation.");

const incidentDays = z.literal([...INCIDENT_DAYS]).describe("Of how many days the page tells the incidents.");

const shown = {
  monitor: z.string().max(100).describe("Id of the monitor; strangers never see it."),
  name: oneLine(100).nullable().describe("What strangers read; null: the monitor's own name."),
};
const group = { name: oneLine(100).nullable().describe("Null: no heading.") };

const GroupBody = z.strictObject({
  name: group.name.default(null),
  monitors: z.array(z.strictObject({ monitor: shown.monitor, name: shown.name.default(null) })).max(1_000),
});

const NOTE = "An announcement above everything else; empty: none.";

export const StatusPageBody = z
  .strictObject({
    slug,
    enabled: z.boolean().default(false).describe("False: nobody sees the page."),
    title: oneLine(100),
    description: lines(1_000).default(""),
    note: lines(2_000).default("").describe(NOTE),
    showIncidents: z.boolean().default(true),
    incidentDays: incidentDays.default(14),
    groups: z.array(GroupBody).max(50).default([]),
  })
  .meta({ id: "StatusPageInput" });

export const StatusPageAnswer = z
  .strictObject({
    slug: slug.nullable().describe("Null: the page was never set up."),
    url: z.string().nullable().describe("Where everybody finds it once it is switched on."),
    enabled: z.boolean(),
    title: z.string(),
    description: z.string(),
    note: z.string().describe(NOTE),
    showIncidents: z.boolean(),
    incidentDays,
    groups: z.array(
      z.strictObject({
        ...group,
        monitors: z.array(z.strictObject(shown)),
      }),
    ),
    changedAt: Instant.nullable(),
  })
  .meta({ id: "StatusPage" });
