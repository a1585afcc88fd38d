import type { Event, Facts, Severity } from "../../model/index.ts";
import { monitorLabel } from "../../route/describe-monitor.ts";

/** How bad an event is, for services that ask: a monitor's severity, in a digest the worst of what is down; a suspension is an error, all else information. */
export function severityOf(facts: Facts): Severity {
  switch (facts.type) {
    case "monitor":
      return facts.severity;
    case "suspended":
      return "error";
    case "publication":
      return facts.alarm?.severity ?? "info";
    case "digest":
      return facts.down === 0 ? "info" : (facts.entries[0]?.severity ?? "error");
    case "test":
      return "info";
  }
}

/** What an event is about, for services that ask for a source: the monitor, else Watchbell itself. */
export function sourceOf(facts: Facts): string {
  return facts.type === "monitor" ? monitorLabel(facts) : "Watchbell";
}

/** True for an event after which an outage is over. */
export function endsIncident(event: Event): boolean {
  return event === "up" || event === "was-down" || event === "recovered-late";
}
