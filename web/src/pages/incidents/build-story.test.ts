import { expect, it } from "vitest";
import type { IncidentDetails, Transition } from "../../api/incidents.ts";
import { buildStory } from "./build-story.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 4, 2, minute)).toISOString();

/** As much of a message as a story tells. */
const message = (id: string, event: string, minute: number): IncidentDetails["messages"][number] =>
  ({ id, event, createdAt: at(minute) }) as IncidentDetails["messages"][number];

/** As much of a transition as a story tells. */
const transition = (id: string, incident: number, from: string, to: string): Transition =>
  ({ id, incident, from, to, at: at(4), severity: "critical", reason: { code: "x", text: "worse" } }) as Transition;

const incident = {
  n: 2,
  openedAt: at(0),
  openedFor: { code: "silence", text: "Nothing was heard." },
  acknowledgedAt: at(5),
  acknowledgedBy: "Ann",
  closedAt: at(9),
  closedFor: { code: "success", text: "It pinged." },
  closedTo: "up",
  notes: [{ id: "1", at: at(5), actor: "Ann", text: "On it." }],
  messages: [message("c", "up", 9), message("b", "down", 0), message("a", "down", 0)],
} as unknown as IncidentDetails;

it("an incident is told from its beginning to its end, causes before what they led to", () => {
  const transitions = [transition("t3", 2, "down", "down"), transition("t2", 2, "up", "down")];
  expect(buildStory(incident, transitions).map(({ kind }) => kind)).toEqual([
    "opened",
    "told",
    "severity",
    "acknowledged",
    "note",
    "closed",
    "told",
  ]);
});

it("what several targets were told at once is one entry, and other incidents of the monitor are left out", () => {
  const story = buildStory(incident, [transition("t9", 3, "down", "down")]);
  expect(story.filter(({ kind }) => kind === "severity")).toEqual([]);
  const told = story.flatMap((entry) => (entry.kind === "told" ? [entry.messages.map(({ id }) => id)] : []));
  expect(told).toEqual([["b", "a"], ["c"]]);
});

it("an incident that is open ends with what happened last", () => {
  const open = { ...incident, closedAt: null, messages: [] };
  expect(buildStory(open, []).at(-1)?.kind).toBe("note");
});
