import type { AlarmsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the alarms port of a DynamoDB store. */
export function createAlarms(_deps: DynamoDeps): AlarmsPort {
  return notBuilt<AlarmsPort>("alarms");
}
