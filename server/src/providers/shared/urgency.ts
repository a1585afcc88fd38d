import type { Event, Facts, Severity } from "../../model/index.ts";
import { severityOf } from "./event-facts.ts";

/** How loud a message should be, for services with priorities; `normal` is all that asks nothing of anybody. */
export type Urgency = Severity | "normal";

/** The severity of what is bad now; recoveries, publications and tests are normal. */
export function urgencyOf(event: Event, facts: Facts): Urgency {
  switch (event) {
    case "down":
    case "changed":
    case "suspended":
      return severityOf(facts);
    case "digest":
      return facts.type === "digest" && facts.down > 0 ? severityOf(facts) : "normal";
    case "up":
    case "was-down":
    case "recovered-late":
    case "publication":
    case "test":
      return "normal";
  }
}
