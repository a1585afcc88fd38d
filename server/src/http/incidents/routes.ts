import type { z } from "zod";
import type { App } from "../../actions/app.ts";
import { getIncident, listIncidents, noteIncident } from "../../actions/incidents.ts";
import type { Incident, IncidentNote } from "../../model/index.ts";
import { presentMessage } from "../messages/present.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { IdParams, instant, instantOrNull } from "../shared-schemas.ts";
import { type IncidentAnswer, IncidentDetails, IncidentList, IncidentQuery, NoteAnswer, NoteBody } from "./schema.ts";

const section = "Incidents";

/** Outages, open and over; they are acknowledged and resolved at their monitor. */
export function incidentRoutes(app: App): readonly Route[] {
  return [listRoute(app), getRoute(app), noteRoute(app)];
}

function listRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/incidents",
    needs: "read",
    section,
    summary: "List incidents, open ones first",
    description:
      "Open ones and those that are over, each newest first. They are kept for 400 days, and with their monitor.",
    params: Nothing,
    query: IncidentQuery,
    body: null,
    answers: { 200: IncidentList },
    handle: async ({ caller, query }) => {
      const { monitor: monitorId, ...rest } = query;
      const page = await listIncidents(app, caller, { ...rest, monitorId });
      const now = await app.store.now();
      const incidents = page.items.map((incident) => presentIncident(incident, now));
      return { status: 200, json: { incidents, nextCursor: page.nextCursor } };
    },
  });
}

function getRoute(app: App): Route {
  return defineRoute({
    method: "get",
    path: "/incidents/{id}",
    needs: "read",
    section,
    summary: "Get an incident with its notes and what was sent to whom",
    description:
      "Acknowledge it with `POST /monitors/{id}/acknowledge`; an alarm is resolved with `POST /monitors/{id}/resolve`.",
    params: IdParams,
    query: Nothing,
    body: null,
    answers: { 200: IncidentDetails },
    handle: async ({ caller, params }) => {
      const { incident, notes, messages } = await getIncident(app, caller, params.id);
      const shown = presentIncident(incident, await app.store.now());
      return {
        status: 200,
        json: { ...shown, notes: notes.map(presentNote), messages: messages.map(presentMessage) },
      };
    },
  });
}

function noteRoute(app: App): Route {
  return defineRoute({
    method: "post",
    path: "/incidents/{id}/notes",
    needs: "write",
    section,
    summary: "Write a note on an incident",
    params: IdParams,
    query: Nothing,
    body: NoteBody,
    answers: { 201: NoteAnswer },
    handle: async ({ caller, params, body }) => {
      const note = await noteIncident(app, caller, { incidentId: params.id, text: body.text });
      return { status: 201, json: presentNote(note) };
    },
  });
}

function presentIncident(incident: Incident, now: number): z.input<typeof IncidentAnswer> {
  const { id, monitorId, monitorName, monitorKind, n, severity, openedAt, openedFor, closed } = incident;
  return {
    id,
    monitorId,
    monitorName,
    monitorKind,
    n,
    state: closed === null ? "open" : "closed",
    severity,
    openedAt: instant(openedAt),
    openedFor: { code: openedFor.code, text: openedFor.text },
    closedAt: instantOrNull(closed?.at ?? null),
    closedFor: closed && { code: closed.reason.code, text: closed.reason.text },
    closedTo: closed?.to ?? null,
    durationMs: Math.max(0, (closed?.at ?? now) - openedAt),
    acknowledgedAt: instantOrNull(incident.acknowledgedAt),
    acknowledgedBy: incident.acknowledgedBy,
  };
}

function presentNote({ id, at, actor, text }: IncidentNote): z.input<typeof NoteAnswer> {
  return { id, at: instant(at), actor, text };
}
