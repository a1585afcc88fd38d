import { type Environment, findVariable } from "./environment.ts";
import { bad, good, type Parsed, show } from "./parsed.ts";
import type { Problem } from "./problem.ts";
import { CONFIG_VARIABLE, LAMBDA_VARIABLES, SETTING_RULES } from "./setting-rules.ts";
import { parseSwitch } from "./setting-values.ts";
import type { Settings } from "./settings.ts";
import { settingsOf } from "./settings-of.ts";

/** What the functions on AWS Lambda work with. */
export interface LambdaSettings {
  readonly settings: Settings & { readonly secretKey: string };
  /** WATCHBELL_TABLE: the DynamoDB table. */
  readonly table: string;
  /** WATCHBELL_QUEUE_URL: the SQS queue of messages that are due. */
  readonly queueUrl: string;
  /** WATCHBELL_KEEP_PINGS, default true; false: pings leave no rows, and cost half. */
  readonly keepPings: boolean;
  /** What AWS gives a function to act with, in variables of its own; null: it gave nothing, so no mail goes through SES. */
  readonly aws: AwsAccess | null;
}

/** The region of a function, and the keys of its role. */
export interface AwsAccess {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export type ParsedLambdaSettings =
  | { readonly kind: "ok"; readonly lambda: LambdaSettings }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** What one variable of Lambda is read as. */
interface Wanted<T> {
  readonly variable: string;
  readonly parse: (text: string) => Parsed<T>;
  /** Null: it must be set. */
  readonly fallback: T | null;
  readonly hint: string;
}

/** An item of DynamoDB holds 400 kB: a body above that would take its ping along. */
const MAX_PING_BODY_BYTES = 300_000;

/** A function has nothing but its environment: there is no file to read. */
const NO_FILE = { values: new Map<string, string>(), problems: [] };

/**
 * The settings of the server and a few of Lambda's own, from the environment; or all that is wrong. Everybody's network
 * is near there, so outgoing connections reach only addresses that are routable worldwide unless told otherwise.
 */
export function parseLambdaSettings(environment: Environment): ParsedLambdaSettings {
  const problems: Problem[] = [];
  const read = <T>({ variable, parse, fallback, hint }: Wanted<T>): T | null => {
    const found = findVariable(variable, environment);
    if (found.kind === "unset") {
      if (fallback === null) problems.push(missing(variable, hint));
      return fallback;
    }
    const parsed = found.kind === "text" ? parse(found.text.trim()) : bad(`${variable} cannot be read.`, hint);
    if (parsed.ok) return parsed.value;
    problems.push({ id: parsed.id, setting: variable, message: parsed.message, hint: parsed.hint });
    return fallback;
  };
  const { table: tableVariable, queueUrl: queueVariable, keepPings: pingsVariable } = LAMBDA_VARIABLES;
  const byStack = "The stack in deploy/aws sets it.";
  const table = read({ variable: tableVariable, parse: parseTable, fallback: null, hint: byStack });
  const queueUrl = read({ variable: queueVariable, parse: parseQueueUrl, fallback: null, hint: byStack });
  const keepPings = read({ variable: pingsVariable, parse: parseSwitch, fallback: true, hint: "Use true or false." });
  const parsed = settingsOf(withDefaults(environment), NO_FILE);
  if (parsed.kind === "problems") return { kind: "problems", problems: [...problems, ...parsed.problems] };
  const { settings } = parsed;
  const { secretKey } = settings;
  problems.push(...unfit(settings, environment), ...configFile(environment));
  if (secretKey === null || table === null || queueUrl === null || keepPings === null || problems.length > 0)
    return { kind: "problems", problems };
  const lambda = {
    settings: Object.freeze({ ...settings, secretKey }),
    table,
    queueUrl,
    keepPings,
    aws: awsAccess(environment),
  };
  return { kind: "ok", lambda: Object.freeze(lambda) };
}

function awsAccess({ env }: Environment): AwsAccess | null {
  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!region || !accessKeyId || !secretAccessKey) return null;
  return { region, accessKeyId, secretAccessKey, sessionToken };
}

function withDefaults(environment: Environment): Environment {
  const { variable } = SETTING_RULES.outgoing;
  if (findVariable(variable, environment).kind !== "unset") return environment;
  return { ...environment, env: { ...environment.env, [variable]: "public" } };
}

/** What a server may leave out or choose, and functions may not. */
function unfit(settings: Settings, environment: Environment): readonly Problem[] {
  const { secretKey, databaseUrl, pingBodyLimitBytes } = settings;
  const { baseUrl, secretKey: key, databaseUrl: database, pingBodyLimitBytes: bodyLimit } = SETTING_RULES;
  const problems: Problem[] = [];
  if (secretKey === null) problems.push(missing(key.variable, "Make one with: openssl rand -base64 32"));
  if (findVariable(baseUrl.variable, environment).kind === "unset") {
    problems.push(missing(baseUrl.variable, "Set it to the address under which people reach Watchbell."));
  }
  if (databaseUrl !== null) {
    const message = "On AWS Lambda the data is in DynamoDB.";
    const hint = "Remove it; for PostgreSQL run the server instead: docs/hosting.md.";
    problems.push({ id: "invalid-value", setting: database.variable, message, hint });
  }
  if (pingBodyLimitBytes === null || pingBodyLimitBytes > MAX_PING_BODY_BYTES) {
    const message = "DynamoDB cannot keep bodies of that size: an item ends at 400 kB.";
    problems.push({
      id: "invalid-value",
      setting: bodyLimit.variable,
      message,
      hint: `Use ${MAX_PING_BODY_BYTES} at most.`,
    });
  }
  return problems;
}

function configFile({ env }: Environment): readonly Problem[] {
  if ((env[CONFIG_VARIABLE] ?? "") === "") return [];
  const message = "On AWS Lambda there is no configuration file.";
  return [{ id: "invalid-value", setting: CONFIG_VARIABLE, message, hint: "Set the variables instead." }];
}

function missing(setting: string, hint: string): Problem {
  return { id: "invalid-value", setting, message: "It is not set, and on AWS Lambda it must be.", hint };
}

/** Amazon DynamoDB Developer Guide, "Naming rules", 2026. */
function parseTable(text: string): Parsed<string> {
  if (/^[A-Za-z0-9_.-]{3,255}$/.test(text)) return good(text);
  return bad(`${show(text)} is no name of a DynamoDB table.`, "Give the name alone, not the ARN.");
}

function parseQueueUrl(text: string): Parsed<string> {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return good(text);
  return bad(`${show(text)} is no URL.`, "Give the URL of the SQS queue, such as https://sqs.….amazonaws.com/….");
}
