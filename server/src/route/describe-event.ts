import type { Event, Facts, PublicationFacts, SuspendedFacts, TestFacts } from "../model/index.ts";
import { alarmFields, alarmHead } from "./describe-alarm.ts";
import { describeDigest } from "./describe-digest.ts";
import { describeMonitor, type MonitorEvent } from "./describe-monitor.ts";
import type { Description } from "./description.ts";
import { scalarText } from "./variables.ts";

/** The default text of every event, for a tired person at 3 a.m.: what happened, why, since when, where to look. */
export function describeEvent(event: Event, facts: Facts): Description {
  const description = describeFacts(event, facts);
  return { ...description, title: oneLine(description.title) };
}

function describeFacts(event: Event, facts: Facts): Description {
  switch (facts.type) {
    case "monitor":
      return describeMonitor(monitorEvent(event), facts);
    case "publication":
      return describePublication(facts);
    case "test":
      return describeTest(facts);
    case "suspended":
      return describeSuspension(facts);
    case "digest":
      return describeDigest(facts);
  }
}

function monitorEvent(event: Event): MonitorEvent {
  switch (event) {
    case "publication":
    case "test":
    case "suspended":
    case "digest":
      throw new Error(`a monitor's facts cannot tell the event ${event}`);
    default:
      return event;
  }
}

function describePublication(facts: PublicationFacts): Description {
  const { alarm } = facts;
  if (alarm) {
    // The relay has no projects.
    const project = facts.projectName === "" ? [] : [{ label: "Project", value: facts.projectName }];
    const fields = [...alarmFields(alarm), ...project];
    return { ...alarmHead("publication", alarm), summary: alarm.summary, fields, url: alarm.url };
  }
  const entries = Object.entries(facts.metadata);
  const titled = ["title", "subject"].find((name) => {
    const value = entries.find(([key]) => key === name)?.[1];
    return typeof value === "string" && value.trim() !== "";
  });
  const title = titled === undefined ? facts.topic : scalarText(facts.metadata[titled] ?? null);
  const fields = entries
    .filter(([name]) => name !== titled)
    .map(([name, value]) => ({ label: name, value: scalarText(value) }));
  return { title, summary: "", fields, url: null, tone: "neutral" };
}

function describeTest(facts: TestFacts): Description {
  return {
    title: `Test message for ${facts.integration}`,
    summary: `Notifications of the topic ${facts.topic} arrive here. Nothing has happened.`,
    fields: [{ label: "Project", value: facts.projectName }],
    url: null,
    tone: "neutral",
  };
}

function describeSuspension(facts: SuspendedFacts): Description {
  return {
    title: `${facts.integration} was suspended`,
    summary: `Watchbell no longer sends to this integration of ${facts.topic}: ${facts.reason} Its messages wait until a test succeeds or it gets new credentials.`,
    fields: [
      { label: "Provider", value: facts.provider },
      { label: "Project", value: facts.projectName },
    ],
    url: facts.url,
    tone: "bad",
  };
}

const TITLE_LENGTH = 200;

/** A title stands in subjects and headers: control characters and line breaks become spaces, and it is never endless. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  const characters = Array.from(line.slice(0, TITLE_LENGTH * 2 + 2));
  return characters.length <= TITLE_LENGTH ? line : `${characters.slice(0, TITLE_LENGTH - 1).join("")}…`;
}
