import type { Context } from "hono";
import { recordPulse } from "../../../actions/record-pulse.ts";
import { AppError } from "../../../model/index.ts";
import { parsePulse } from "../../../signals/pulse.ts";
import { refusalAnswer } from "../../errors.ts";
import { sourceOf } from "../../ping-source.ts";
import { incomingOf } from "../../read-body.ts";
import { sendText } from "../../send-text.ts";
import type { HeartbeatDoor } from "./heartbeat-door.ts";

const HEADERS = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

/** `GET pulse`: answers once the pulse is durable. */
export async function answerPulse({ app, pulsesOf }: HeartbeatDoor, c: Context): Promise<Response> {
  const projectId = await pulsesOf(c);
  if (projectId === null) {
    return refusalAnswer(new AppError("not_found", "There is no such ping key. Look it up in the project's keys."));
  }
  const parsed = parsePulse(rawQuery(c));
  if (parsed.kind === "refused") {
    return refusalAnswer(new AppError("invalid_input", parsed.message, parsed.field));
  }
  await recordPulse(app, { projectId, parsed, source: sourceOf(c) });
  return sendText(c, { status: 200, headers: HEADERS, text: "Successful Heartbeat Pulse" });
}

/** The query as it came over the wire: a URL object would have guessed what raw bytes mean. */
function rawQuery(c: Context): string {
  const url = incomingOf(c)?.url ?? c.req.raw.url;
  const mark = url.indexOf("?");
  return mark === -1 ? "" : url.slice(mark + 1);
}
