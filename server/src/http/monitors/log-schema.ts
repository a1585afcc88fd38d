import { z } from "zod";
import { LOG_TYPES, type LogEntry } from "../../model/index.ts";
import { presentMessage } from "../messages/present.ts";
import { MessageAnswer } from "../messages/schema.ts";
import { Instant, instant, nextCursor, oneLine, PageQuery } from "../shared-schemas.ts";
import { presentPing, presentTransition } from "./present.ts";
import { presentResult, ResultAnswer } from "./probe-schema.ts";
import { PingAnswer, TransitionAnswer } from "./schema.ts";

export const LogQuery = PageQuery.extend({
  type: z.array(z.enum(LOG_TYPES)).optional().describe("Repeatable: only these; absent: all."),
  text: oneLine(200)
    .optional()
    .describe("Only what mentions it, in either case: the line itself, a ping's body, what a probe met."),
});

const EntryAnswer = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("ping"),
      at: Instant,
      ping: PingAnswer.describe("Its body: `GET /monitors/{id}/pings/{n}/body`."),
    }),
    z.strictObject({ type: z.literal("result"), at: Instant, result: ResultAnswer }),
    z.strictObject({ type: z.literal("transition"), at: Instant, transition: TransitionAnswer }),
    z.strictObject({ type: z.literal("message"), at: Instant, message: MessageAnswer }),
  ])
  .meta({ id: "LogEntry" });

export const LogList = z.strictObject({ entries: z.array(EntryAnswer), nextCursor }).meta({ id: "MonitorLog" });

/** A line of a monitor's log as the API shows it. */
export function presentEntry(entry: LogEntry): z.input<typeof EntryAnswer> {
  const at = instant(entry.at);
  switch (entry.type) {
    case "ping":
      return { type: "ping", at, ping: presentPing(entry.ping) };
    case "result":
      return { type: "result", at, result: presentResult(entry.result) };
    case "transition":
      return { type: "transition", at, transition: presentTransition(entry.transition) };
    case "message":
      return { type: "message", at, message: presentMessage(entry.message) };
  }
}
