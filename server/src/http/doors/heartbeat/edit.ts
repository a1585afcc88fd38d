import type { Context } from "hono";
import { deleteMonitor } from "../../../actions/delete-monitor.ts";
import { editPulse } from "../../../actions/edit-pulse.ts";
import { findPulse } from "../../../actions/find-pulse.ts";
import { settingsOfSchedule } from "../../../actions/pulse-schedule.ts";
import type { Monitor } from "../../../model/index.ts";
import { namesOfPulseKey, parseHours, THRESHOLD_HINT } from "../../../signals/pulse.ts";
import { htmlAnswer } from "../../html-answer.ts";
import { readBody } from "../../read-body.ts";
import { admit, type Reader } from "./admit.ts";
import type { HeartbeatDoor } from "./heartbeat-door.ts";

const HOUR_MS = 3_600_000;
const MAX_FORM_BYTES = 10_000;

/** A pulse with whoever wants to edit it. */
interface Editing {
  readonly reader: Reader;
  /** As the address has it: perhaps the id that the pulse was imported with. */
  readonly id: string;
  readonly pulse: Monitor;
}

/** What a form says; null stands for a field that was not sent. */
interface SentForm {
  readonly threshold: string | null;
  readonly saturday: string | null;
  readonly delete: string | null;
}

/** `GET edit`: the form of one pulse. */
export async function answerEditForm(door: HeartbeatDoor, c: Context): Promise<Response> {
  const editing = await findEditing(door, c);
  if (editing instanceof Response) return editing;
  return formAnswer(door, editing, { status: 200, sent: null, fault: null });
}

/** `POST edit`: changes or deletes a pulse and goes back to the board. */
export async function answerEdit(door: HeartbeatDoor, c: Context): Promise<Response> {
  const editing = await findEditing(door, c);
  if (editing instanceof Response) return editing;
  const sent = await readForm(c);
  const fault =
    sent === null ? "The form is larger than a form of this page can be." : await apply(door, editing, sent);
  if (fault !== null) return formAnswer(door, editing, { status: 400, sent, fault });
  const location = `dashboard?secret=${encodeURIComponent(editing.reader.secret)}`;
  return new Response(null, {
    status: 303,
    headers: { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
}

async function findEditing(door: HeartbeatDoor, c: Context): Promise<Editing | Response> {
  const reader = await admit(door, c, "write");
  if (reader instanceof Response) return reader;
  const id = c.req.query("id") ?? "";
  const pulse = await findPulse(door.app, reader.project.id, id);
  if (pulse !== null) return { reader, id, pulse };
  const text = "The project has no pulse with this id. It may have been deleted.";
  return htmlAnswer(404, door.pages.notice({ title: "No such pulse", text, askWith: null }), door.pages.policy);
}

/** Null: more came than any form of ours holds. */
async function readForm(c: Context): Promise<SentForm | null> {
  const body = await readBody(c, { keepBytes: MAX_FORM_BYTES, drainBytes: MAX_FORM_BYTES });
  if (body.kind === "aborted" || body.totalBytes > MAX_FORM_BYTES) return null;
  const form = new URLSearchParams(new TextDecoder().decode(body.bytes));
  return { threshold: form.get("threshold"), saturday: form.get("saturday"), delete: form.get("delete") };
}

/** Does what the form asks for, or says what is wrong with it; a field that was not sent stays as it is. */
async function apply(door: HeartbeatDoor, { reader, pulse }: Editing, sent: SentForm): Promise<string | null> {
  if (sent.delete === "del") {
    await deleteMonitor(door.app, reader.caller, pulse.id);
    return null;
  }
  if (sent.delete !== null && sent.delete !== "") return '"delete" must be del, or be left out.';
  const now = settingsOfSchedule(pulse.config.schedule);
  const thresholdMs = sent.threshold === null ? now.thresholdMs : parseHours(sent.threshold);
  if (thresholdMs === null) return `"threshold" is no number of hours. ${THRESHOLD_HINT}`;
  if (sent.saturday !== null && sent.saturday !== "0" && sent.saturday !== "1") {
    return '"saturday" must be 0 (it is left out) or 1 (it counts).';
  }
  const saturday = sent.saturday === null ? now.saturday : sent.saturday === "1";
  await editPulse(door.app, reader.caller, pulse, { thresholdMs, saturday });
  return null;
}

interface FormState {
  readonly status: 200 | 400;
  readonly sent: SentForm | null;
  readonly fault: string | null;
}

function formAnswer({ pages }: HeartbeatDoor, { reader, id, pulse }: Editing, state: FormState): Response {
  const { thresholdMs, saturday } = settingsOfSchedule(pulse.config.schedule);
  const page = pages.edit({
    id,
    names: namesOfPulseKey(pulse.doorKey ?? "[]"),
    threshold: state.sent?.threshold ?? (thresholdMs === null ? "" : String(thresholdMs / HOUR_MS)),
    saturday: state.sent?.saturday ?? (saturday ? "1" : "0"),
    secret: reader.secret,
    fault: state.fault,
  });
  return htmlAnswer(state.status, page, pages.policy);
}
