import type { OutboxPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { notBuilt } from "./not-built.ts";

/** Makes the outbox port of a DynamoDB store. */
export function createOutbox(_deps: DynamoDeps): OutboxPort {
  return notBuilt<OutboxPort>("outbox");
}
