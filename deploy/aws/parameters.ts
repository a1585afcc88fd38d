import { CfnCondition, CfnParameter, Fn, type Stack } from "aws-cdk-lib";

const ADDRESS = "[^\\s@,;<>]+@[^\\s@,;<>]+\\.[^\\s@,;<>]+";
const NAME = "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}";

/** What whoever deploys may say. CloudFormation keeps the values: a later deployment need not name them again. */
export interface Parameters {
  /** Gets the alarms, and the first log-in at Cognito. */
  readonly operator: string;
  readonly sender: Optional;
  readonly domain: Optional;
  /** `true` or `false`. */
  readonly keepPings: string;
  /** After a restore: the table that holds the data in place of the stack's own. */
  readonly table: Optional;
  /** After a restore: the secret that holds the master key in place of the stack's own. */
  readonly masterKey: Optional;
}

/** A parameter that may be left out: then it is empty. */
export interface Optional {
  readonly value: string;
  readonly isGiven: CfnCondition;
}

/** Makes the parameters: three to deploy with, of which one must be given; one that saves money; two for a restore. */
export function addParameters(stack: Stack): Parameters {
  const operator = new CfnParameter(stack, "Operator", {
    description: "Mail address that gets the alarms of this stack and the first log-in at Cognito.",
    allowedPattern: `^${ADDRESS}$`,
    constraintDescription: "must be a mail address, such as ann@example.org",
  });
  const keepPings = new CfnParameter(stack, "KeepPings", {
    description: "false: a ping changes its monitor and leaves no row in its log, for half the price.",
    default: "true",
    allowedValues: ["true", "false"],
  });
  return {
    operator: operator.valueAsString,
    keepPings: keepPings.valueAsString,
    sender: addOptional(stack, "Sender", {
      description: "Mail address that Watchbell's own mails come from; SES asks it to confirm. Empty: no mails.",
      pattern: ADDRESS,
      constraint: "must be a mail address, such as watchbell@example.org, or empty",
    }),
    domain: addOptional(stack, "Domain", {
      description: "Name of your own to be reached under. Empty: the address that API Gateway makes.",
      pattern: NAME,
      constraint: "must be a host name in small letters, such as watch.example.org, or empty",
    }),
    table: addOptional(stack, "TableName", {
      description: "Only after a restore: name of the table to work on. Empty: the stack's own.",
      pattern: "[A-Za-z0-9_.-]{3,255}",
      constraint: "must be the name of a DynamoDB table in this region, or empty",
    }),
    masterKey: addOptional(stack, "MasterKeyArn", {
      description: "Only after a restore: ARN of the secret that holds the master key. Empty: the stack's own.",
      pattern: "arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+",
      constraint: "must be the ARN of a secret in Secrets Manager, or empty",
    }),
  };
}

/** One of two values, chosen by CloudFormation. */
export function either(condition: CfnCondition, given: string, otherwise: string): string {
  return Fn.conditionIf(condition.logicalId, given, otherwise).toString();
}

interface OptionalText {
  readonly description: string;
  readonly pattern: string;
  readonly constraint: string;
}

function addOptional(stack: Stack, name: string, { description, pattern, constraint }: OptionalText): Optional {
  const parameter = new CfnParameter(stack, name, {
    description,
    default: "",
    allowedPattern: `^(?:${pattern})?$`,
    constraintDescription: constraint,
  });
  const expression = Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, ""));
  return { value: parameter.valueAsString, isGiven: new CfnCondition(stack, `Has${name}`, { expression }) };
}
