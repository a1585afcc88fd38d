import type { PagesPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the pages port of a DynamoDB store. */
export function createPages(_deps: DynamoDeps): PagesPort {
  return notBuilt<PagesPort>("pages");
}
