import type { TopicsPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the topics port of a DynamoDB store. */
export function createTopics(_deps: DynamoDeps): TopicsPort {
  return notBuilt<TopicsPort>("topics");
}
