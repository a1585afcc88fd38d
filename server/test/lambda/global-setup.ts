import type { TestProject } from "vitest/node";
import { startSqsEmulator } from "./sqs-stage.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where Amazon SQS is emulated. */
    sqsEndpoint: string;
  }
}

/** One emulator of Amazon SQS for a whole run of tests; every test has a queue of its own there. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { endpoint, close } = await startSqsEmulator();
  project.provide("sqsEndpoint", endpoint);
  return close;
}
