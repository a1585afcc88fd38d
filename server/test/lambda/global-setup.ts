import type { TestProject } from "vitest/node";
import { type DynamoEmulator, findDynamoEmulator, startDynamoEmulator } from "../dynamodb/emulator.ts";
import { startSqsEmulator } from "./sqs-stage.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where Amazon SQS is emulated. */
    sqsEndpoint: string;
    /** Where DynamoDB is emulated; null: this machine has no emulator. */
    dynamoClient: DynamoEmulator["client"] | null;
  }
}

/** One emulator of Amazon SQS and one of DynamoDB for a whole run; every test has a queue and a table of its own there. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dynamo = findDynamoEmulator().kind === "found" ? await startDynamoEmulator() : null;
  const sqs = await startSqsEmulator();
  project.provide("sqsEndpoint", sqs.endpoint);
  project.provide("dynamoClient", dynamo?.client ?? null);
  return async () => {
    await sqs.close();
    await dynamo?.close();
  };
}
