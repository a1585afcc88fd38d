import type { Context } from "hono";
import { type DigestOutcome, sendHeartbeatDigest } from "../../../actions/send-heartbeat-digest.ts";
import { sweepOverdue } from "../../../actions/sweep-overdue.ts";
import { countInWords } from "../../../lib/words.ts";
import { admit } from "./admit.ts";
import type { HeartbeatDoor } from "./heartbeat-door.ts";

const HEADERS = {
  "Content-Type": "text/plain; charset=utf-8",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** `GET monitor`: judges what is overdue now, sends one digest, and says so. */
export async function answerMonitor(door: HeartbeatDoor, c: Context): Promise<Response> {
  const reader = await admit(door, c, "write");
  if (reader instanceof Response) return reader;
  while (await sweepOverdue(door.app));
  const outcome = await sendHeartbeatDigest(door.app, reader.project);
  return new Response(`${tell(outcome)}\n`, { status: 200, headers: HEADERS });
}

function tell(outcome: DigestOutcome): string {
  switch (outcome.kind) {
    case "quiet":
      return `Nothing is overdue (${countInWords(outcome.pulses, "pulse")}). Nothing was sent.`;
    case "no-topic":
      return `${overdue(outcome.lines)} Nothing was sent: the board has no topic.\n\n${outcome.lines.join("\n")}`;
    case "sent": {
      const sent =
        outcome.integrations === 0
          ? `Nobody is told: the topic ${outcome.topic} has no integration that is enabled.`
          : `One digest is on its way to ${outcome.topic} (${countInWords(outcome.integrations, "integration")}).`;
      return `${overdue(outcome.lines)} ${sent}\n\n${outcome.lines.join("\n")}`;
    }
  }
}

function overdue(lines: readonly string[]): string {
  return `${countInWords(lines.length, "pulse")} ${lines.length === 1 ? "is" : "are"} overdue.`;
}
