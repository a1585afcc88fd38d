import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  Architecture,
  type AssetCode,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { FUNCTION_MEMORY_MB } from "./sizes.ts";

/** The three functions of the one bundle: `lambda.mjs` exports a handler of each name. */
export const FUNCTIONS = {
  /** API Gateway gives an answer 30 s. */
  http: { timeout: Duration.seconds(29), what: "Answers requests: pings, API, dashboard." },
  /** Comes every minute, may take longer, and two at a time do no harm: sending and probing begin while 70 s are left. */
  tick: { timeout: Duration.seconds(120), what: "Does what the passing of time brings, each minute." },
  /** One try may take 60 s; all messages of a batch are tried at once. */
  deliver: { timeout: Duration.seconds(90), what: "Sends the messages that the queue names." },
} as const satisfies Record<string, FunctionFacts>;

export type FunctionName = keyof typeof FUNCTIONS;

interface FunctionFacts {
  readonly timeout: Duration;
  readonly what: string;
}

/** What a function is made of. */
export interface FunctionParts {
  readonly code: AssetCode;
  readonly environment: Readonly<Record<string, string>>;
  /** Seals the environment, which holds the master key. */
  readonly key: IKey;
  readonly rights: readonly PolicyStatement[];
}

/**
 * Makes one function with a role of its own. AWS's ready-made role would let it write to every log of the account; this
 * one writes to its own.
 */
export function addFunction(stack: Stack, name: FunctionName, parts: FunctionParts): LambdaFunction {
  const { timeout, what } = FUNCTIONS[name];
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  const logGroup = new LogGroup(stack, `${id}Log`, {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  const rights = [
    mayDo("WriteOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroup.logGroupArn),
    mayDo("OpenEnvironment", ["kms:Decrypt"], parts.key.keyArn),
    ...parts.rights,
  ];
  for (const right of rights) role.addToPolicy(right);
  return new LambdaFunction(stack, id, {
    description: `Watchbell. ${what}`,
    code: parts.code,
    handler: `lambda.${name}`,
    // The first runtime with argon2 in node:crypto.
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    timeout,
    memorySize: FUNCTION_MEMORY_MB,
    environment: parts.environment,
    environmentEncryption: parts.key,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // Lines about each start and end of each ping would cost as much as the ping.
    systemLogLevelV2: SystemLogLevel.WARN,
  });
}

/** The right to do something with one thing. */
export function mayDo(sid: string, actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({ sid, actions: [...actions], resources: [resource] });
}
