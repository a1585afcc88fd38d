import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { berlin } from "./company-life/berlin.ts";
import type { Chapter } from "./company-life/chapter.ts";
import * as alarms from "./company-life/chapters/alarms.ts";
import * as jobs from "./company-life/chapters/jobs.ts";
import { orders } from "./company-life/chapters/orders.ts";
import * as probes from "./company-life/chapters/probes.ts";
import * as pulses from "./company-life/chapters/pulses.ts";
import { services } from "./company-life/chapters/services.ts";
import { slackOutage } from "./company-life/chapters/slack-outage.ts";
import { type OpenCompany, openCompany } from "./company-life/open-company.ts";
import type { Json } from "./stage.ts";

/**
 * Two weeks of a small company in Berlin, from the Thursday before the clocks are put forward to the Thursday after
 * Easter. Each chapter says what happens and every message that it must lead to, worked out from the promises in
 * docs; all chapters happen at once, and what came is held against all of them: no message more, and none less.
 */
const CHAPTERS: readonly Chapter[] = [
  ...Object.values(pulses),
  services,
  ...Object.values(jobs),
  ...Object.values(probes),
  ...Object.values(alarms),
  orders,
  slackOutage,
];
const START = berlin("2026-03-26T08:00");
const END = berlin("2026-04-09T08:00");

let life: OpenCompany;
beforeAll(async () => {
  // The middle of the jitter is none.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  life = await openCompany(START, CHAPTERS);
  await life.live(END);
}, 120_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await life.close();
});

const sorted = (rows: readonly (readonly string[])[]): readonly string[] => rows.map((row) => row.join(" ")).toSorted();

it("tells exactly what must be told, to whom and when", () => {
  expect(sorted(life.targets.told)).toEqual(sorted(CHAPTERS.flatMap(({ told }) => told)));
});

it("tries targets that are in trouble when the plan says so, and not once more", () => {
  expect(sorted(life.targets.refused)).toEqual(sorted(CHAPTERS.flatMap(({ refused = [] }) => refused)));
});

it("says of an outage that reached into our deploy that we were away", () => {
  const body = life.targets.bodies.find((text) => text.includes("cold store is DOWN")) ?? "";
  expect(body).toContain("from 2026-03-30T14:32:00Z to 2026-03-30T14:38:00Z");
});

it("ends with nothing that waits and nothing that was given up", async () => {
  const { messages } = await life.company.ask("GET", "/messages?limit=1000");
  const unfinished = messages.filter(({ status }: Json) => !["delivered", "accepted", "superseded"].includes(status));
  expect(unfinished).toEqual([]);
  expect(messages.filter(({ status }: Json) => status === "superseded")).toHaveLength(2);
});

it("ends with everything as it should stand", async () => {
  const standing = (await life.company.monitors()).map(({ name, status }) => `${name}: ${status}`);
  expect(standing.filter((line) => !line.endsWith(": up"))).toEqual([
    "My first heartbeat: new",
    "Second tape robot: new",
    "cold store: paused",
    // Due at eight, as it is now.
    "hourly invoices: late",
    "old crawler: paused",
  ]);
  expect(standing).toHaveLength(24);
});
