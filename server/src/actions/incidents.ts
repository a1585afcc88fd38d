import { AppError, alertKeyOf, type Incident, type IncidentNote, type Message } from "../model/index.ts";
import type { IncidentFilter, Page } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { tellChange } from "./tell-change.ts";

/** An incident with what was said of it, by people and to whom. */
export interface ShownIncident {
  readonly incident: Incident;
  readonly notes: readonly IncidentNote[];
  /** Newest first. */
  readonly messages: readonly Message[];
}

/** So many messages of one incident are shown. */
const MOST_MESSAGES = 1_000;

/** The incidents of the caller's project: open ones first, each newest first. */
export function listIncidents(
  app: App,
  caller: Caller,
  query: Omit<IncidentFilter, "projectId">,
): Promise<Page<Incident>> {
  return app.store.incidents.list({ ...query, projectId: caller.projectId });
}

/** One incident with its notes, and the messages that told of it. */
export async function getIncident(app: App, caller: Caller, incidentId: string): Promise<ShownIncident> {
  const { projectId } = caller;
  const found = await app.store.incidents.get(projectId, incidentId);
  if (found === null) throw noSuchIncident();
  const { monitorId, n } = found.incident;
  const alertKey = alertKeyOf(monitorId, n);
  const { items: messages } = await app.store.outbox.list({ projectId, alertKey, limit: MOST_MESSAGES });
  return { ...found, messages };
}

/** Writes a note on an incident down. */
export async function noteIncident(
  app: App,
  caller: Caller,
  input: { readonly incidentId: string; readonly text: string },
): Promise<IncidentNote> {
  const { projectId, actor } = caller;
  const note = await app.store.incidents.addNote({ ...input, projectId }, actor);
  if (note === null) throw noSuchIncident();
  tellChange(app, projectId, "incident", input.incidentId);
  return note;
}

function noSuchIncident(): AppError {
  return new AppError("not_found", "There is no such incident in your project.");
}
