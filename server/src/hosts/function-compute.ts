import { readEnvironment } from "../config/read-environment.ts";
import { systemClock } from "../lib/clock.ts";
import { createFetchHttpClient } from "../lib/fetch-http-client.ts";
import { createFunction, type FunctionHandler } from "./function-compute/create-function.ts";

/** The handler that `scripts/build-function-compute.ts` bundles: the relay of CloudMonitor's alarms as one function. */
export const handler: FunctionHandler = createFunction({
  environment: readEnvironment(),
  http: createFetchHttpClient(fetch),
  clock: systemClock,
  write: (line) => void process.stdout.write(`${line}\n`),
});
