import type { HistoryPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the history port of a DynamoDB store. */
export function createHistory(_deps: DynamoDeps): HistoryPort {
  return notBuilt<HistoryPort>("history");
}
