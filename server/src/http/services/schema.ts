import { z } from "zod";
import { INTERVAL_UNITS } from "../../signals/check-in.ts";
import { Instant, nextCursor, oneLine, TopicName } from "../shared-schemas.ts";

const Interval = z
  .strictObject({ every: z.int().min(1).max(1_000_000), unit: z.enum(INTERVAL_UNITS) })
  .meta({ id: "CheckInInterval", description: "How often the service checks in; a year (366 days) at most." });

const Threshold = z
  .int()
  .min(0)
  .max(1000)
  .describe("Check-ins in a row that may be missed: it is dead interval × (threshold + 1) after the last one.");

export const ServiceBody = z
  .strictObject({
    name: oneLine(100),
    interval: Interval,
    threshold: Threshold.default(0),
    topic: TopicName.nullable().default(null).describe("The topic that is told; null: the project's default topics."),
  })
  .meta({ id: "ServiceInput" });

const fields = {
  id: z.string().describe("Stands in the address of a check-in."),
  monitorId: z.string().describe("The monitor that it is: pause, change or look into it under `/monitors/{id}`."),
  name: z.string(),
  interval: Interval.nullable().describe("In the largest unit that divides it; null: its schedule is no period now."),
  threshold: Threshold,
  status: z.enum(["Ok", "Dead", "Unknown"]).describe("`Unknown`: it has never checked in, or is paused."),
  lastCheckInAt: Instant.nullable(),
  deadAt: Instant.nullable().describe("Dead from then on, unless it checks in."),
  topics: z.array(TopicName),
  createdAt: Instant,
};

export const ServiceListAnswer = z
  .strictObject({ services: z.array(z.strictObject(fields).meta({ id: "ServiceInList" })), nextCursor })
  .meta({ id: "ServiceList" });

export const ServiceAnswer = z
  .strictObject({
    ...fields,
    key: z.string().nullable().describe("Its own check-in key; null for keys that may not write."),
    curl: z.string().nullable().describe("A line that checks in; null where the key is."),
  })
  .meta({ id: "Service" });
