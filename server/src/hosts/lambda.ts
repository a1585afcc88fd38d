import { join } from "node:path";
import { type AwsAccess, parseLambdaSettings } from "../config/parse-lambda-settings.ts";
import { renderProblem } from "../config/problem.ts";
import { readEnvironment } from "../config/read-environment.ts";
import { openDashboard } from "../http/dashboard/open-dashboard.ts";
import { systemClock } from "../lib/clock.ts";
import { createLineLog } from "../lib/line-log.ts";
import type { Log } from "../lib/log.ts";
import { allPages } from "../pages/all-pages.ts";
import type { DueMessage } from "../store/dynamodb/deps.ts";
import { openDynamoStore } from "../store/dynamodb/dynamo-store.ts";
import { createLambda, type Lambda } from "./lambda/create-lambda.ts";
import type { DueQueue } from "./lambda/due-queue.ts";
import { createOutTray } from "./lambda/out-tray.ts";

/** What the build knows of itself (scripts/build-lambda.ts). */
export interface LambdaBuild {
  readonly version: string;
  /** Where the bundle lies, with the files of the dashboard and of the docs page. */
  readonly folder: string;
}

/**
 * The three functions that are deployed to AWS Lambda. The first invocation of an instance opens what they work with;
 * when that fails, the next one tries again.
 */
export function lambdaHandlers(build: LambdaBuild): Pick<Lambda, "http" | "tick" | "deliver"> {
  let opening: Promise<Lambda> | null = null;
  const open = (): Promise<Lambda> => {
    opening ??= openLambda(build).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return {
    http: async (event) => await (await open()).http(event),
    tick: async (event, invocation) => await (await open()).tick(event, invocation),
    deliver: async (event, invocation) => await (await open()).deliver(event, invocation),
  };
}

async function openLambda({ version, folder }: LambdaBuild): Promise<Lambda> {
  const parsed = parseLambdaSettings(readEnvironment());
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(renderProblem).join("\n"));
  const { settings, table, queueUrl, keepPings, aws } = parsed.lambda;
  const { baseUrl, logLevel } = settings;
  const masterKey = Buffer.from(settings.secretKey, "utf8");
  const log = createLineLog({ level: logLevel, now: Date.now, print: console.log });
  // The bundle holds no search for keys (lambda/no-credential-search.ts): a function is given them.
  const client = aws === null ? {} : { region: aws.region, credentials: aws };
  const tray = createOutTray({ queue: queueWhenNeeded({ client, queueUrl, log }), clock: systemClock, log });
  const onDue = (messages: readonly DueMessage[]): void =>
    tray.put(messages.map(({ id, dueAt }) => ({ kind: "message", id, dueAt })));
  const store = await openDynamoStore({ table, client, masterKey, baseUrl, keepPings, onDue }, Date.now);
  const docsAssets = join(folder, "assets/swagger-ui");
  const pages = { ...allPages, dashboard: openDashboard([join(folder, "assets/dashboard")]), docsAssets };
  return createLambda({ settings, version, store, log, masterKey, aws, tray, pages });
}

interface QueueOptions {
  readonly client: { readonly region?: string; readonly credentials?: AwsAccess };
  readonly queueUrl: string;
  readonly log: Log;
}

/** Most pings make nothing due: an instance that has heard nothing else has not read the client of the queue. */
function queueWhenNeeded({ client, queueUrl, log }: QueueOptions): DueQueue {
  let opening: Promise<DueQueue> | null = null;
  const open = async (): Promise<DueQueue> => {
    const { openSqsQueue } = await import("./lambda/sqs-queue.ts");
    return openSqsQueue({ client, queueUrl, log });
  };
  return {
    async send(items, now) {
      opening ??= open();
      return await (await opening).send(items, now);
    },
  };
}
