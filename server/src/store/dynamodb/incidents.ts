import type { IncidentsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the incidents port of a DynamoDB store. */
export function createIncidents(_deps: DynamoDeps): IncidentsPort {
  return notBuilt<IncidentsPort>("incidents");
}
