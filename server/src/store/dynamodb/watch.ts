import type { WatchPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the watch port of a DynamoDB store. */
export function createWatch(_deps: DynamoDeps): WatchPort {
  return notBuilt<WatchPort>("watch");
}
