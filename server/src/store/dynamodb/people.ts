import type { PeoplePort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the people port of a DynamoDB store. */
export function createPeople(_deps: DynamoDeps): PeoplePort {
  return notBuilt<PeoplePort>("people");
}
