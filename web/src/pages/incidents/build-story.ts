import type { IncidentDetails, Transition } from "../../api/incidents.ts";

type Message = IncidentDetails["messages"][number];
type Note = IncidentDetails["notes"][number];

/** One thing that happened in an incident. */
export type StoryEntry = { readonly id: string; readonly at: string } & (
  | { readonly kind: "opened"; readonly text: string }
  | { readonly kind: "severity"; readonly severity: Transition["severity"]; readonly text: string }
  | { readonly kind: "acknowledged"; readonly actor: string }
  | { readonly kind: "note"; readonly actor: string; readonly text: string }
  | { readonly kind: "told"; readonly event: Message["event"]; readonly messages: readonly Message[] }
  | { readonly kind: "closed"; readonly to: IncidentDetails["closedTo"]; readonly text: string }
);

/** What comes first of what happened at the same instant: the cause before its consequence. */
const ORDER: Readonly<Record<StoryEntry["kind"], number>> = {
  opened: 0,
  severity: 1,
  acknowledged: 2,
  note: 3,
  closed: 4,
  told: 5,
};

/** Tells an incident from its beginning to its end, or up to now; messages that say the same to several targets are one entry. */
export function buildStory(incident: IncidentDetails, transitions: readonly Transition[]): readonly StoryEntry[] {
  const { openedAt, openedFor, acknowledgedAt, acknowledgedBy, closedAt, closedFor, closedTo } = incident;
  const entries: StoryEntry[] = [
    { kind: "opened", id: "opened", at: openedAt, text: openedFor.text },
    ...severityEntries(incident, transitions),
    ...incident.notes.map((note: Note): StoryEntry => ({ kind: "note", ...note, id: `note ${note.id}` })),
    ...toldEntries(incident.messages),
  ];
  if (acknowledgedAt !== null) {
    entries.push({ kind: "acknowledged", id: "acknowledged", at: acknowledgedAt, actor: acknowledgedBy ?? "somebody" });
  }
  if (closedAt !== null) {
    entries.push({ kind: "closed", id: "closed", at: closedAt, to: closedTo, text: closedFor?.text ?? "" });
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER[a.kind] - ORDER[b.kind]);
}

function severityEntries(incident: IncidentDetails, transitions: readonly Transition[]): readonly StoryEntry[] {
  return transitions
    .filter(({ incident: n, from, to }) => n === incident.n && from === "down" && to === "down")
    .map(({ id, at, severity, reason }) => ({
      kind: "severity",
      id: `severity ${id}`,
      at,
      severity,
      text: reason.text,
    }));
}

function toldEntries(messages: readonly Message[]): readonly StoryEntry[] {
  // Each topic has a notification of its own; what they tell of is the same.
  const byTelling = Map.groupBy(messages, ({ event, createdAt }) => `${event} ${createdAt}`);
  return [...byTelling].flatMap(([id, same]): readonly StoryEntry[] => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ kind: "told", id: `told ${id}`, at: first.createdAt, event: first.event, messages: same }];
  });
}
