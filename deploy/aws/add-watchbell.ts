import { type App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Key } from "aws-cdk-lib/aws-kms";
import { Code, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { addAlarms } from "./alarms.ts";
import { addData } from "./data.ts";
import { addFrontDoor, answerWith } from "./front-door.ts";
import { addFunction, FUNCTIONS, type FunctionName, mayDo } from "./functions.ts";
import { addLogIn } from "./log-in.ts";
import { addSender } from "./mail.ts";
import { addMinute } from "./minute.ts";
import { addParameters } from "./parameters.ts";
import { addQueues } from "./queue.ts";

/**
 * How many messages a function gets at a time, and how many functions send at a time: fewer than the ten that a new account
 * may run, or targets that hang would leave none for pings and the minute.
 */
const SENDING = { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true } as const;

/** What the tick takes for a wish for the set-up link. */
const SET_UP = `--cli-binary-format raw-in-base64-out --payload '{"command":"set-up-link"}'`;

export interface WatchbellOptions {
  /** Folder of the bundle, which `npm run build:lambda` makes. */
  readonly bundle: string;
  /** False: what is kept goes with the stack. */
  readonly keepData: boolean;
}

/** Adds Watchbell on AWS, whole: read from top to bottom it is what is made. */
export function addWatchbell(app: App, { bundle, keepData }: WatchbellOptions): Stack {
  const description = "Watchbell: notices when something that should happen does not.";
  const stack = new Stack(app, "Watchbell", { description, tags: { application: "watchbell" } });
  const { operator, sender, domain, keepPings, ...restored } = addParameters(stack);
  const data = addData(stack, restored, { keep: keepData });
  const queues = addQueues(stack, FUNCTIONS.deliver.timeout);
  const door = addFrontDoor(stack, domain);
  const mail = addSender(stack, { sender, operator });
  const environment = {
    WATCHBELL_BASE_URL: door.baseUrl,
    WATCHBELL_TABLE: data.tableName,
    WATCHBELL_QUEUE_URL: queues.due.queueUrl,
    WATCHBELL_SECRET_KEY: data.masterKey,
    WATCHBELL_OUTGOING: "public",
    WATCHBELL_KEEP_PINGS: keepPings,
    ...addLogIn(stack, { operator, baseUrl: door.baseUrl }),
    ...mail.settings,
  };
  const parts = { code: Code.fromAsset(bundle), environment, key: addEnvironmentKey(stack) };
  const rights = [data.use, mayDo("FillQueue", ["sqs:SendMessage"], queues.due.queueArn)];
  const functions: Record<FunctionName, LambdaFunction> = {
    http: addFunction(stack, "http", { ...parts, rights }),
    tick: addFunction(stack, "tick", { ...parts, rights }),
    deliver: addFunction(stack, "deliver", { ...parts, rights: [...rights, mail.right] }),
  };
  answerWith(door, functions.http);
  addMinute(stack, functions.tick);
  functions.deliver.addEventSource(new SqsEventSource(queues.due, SENDING));
  addAlarms(stack, { functions, queues, operator });
  new CfnOutput(stack, "SetUp", {
    value: `aws lambda invoke --function-name ${functions.tick.functionName} --region ${stack.region} ${SET_UP} /dev/stdout`,
    description: "Prints the link with which the first account is made.",
  });
  return stack;
}

/** Whoever may look at functions sees their environment, but not what is sealed with a key that he may not use. */
function addEnvironmentKey(stack: Stack): IKey {
  return new Key(stack, "EnvironmentKey", {
    description: "Seals the environment of Watchbell's functions, which holds the master key.",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
