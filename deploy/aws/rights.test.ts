import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TABLE_ACTIONS } from "./data.ts";
import { type Resource, synthesize } from "./test/synthesize.ts";

const { resources } = synthesize();

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** Every statement that gives a role of the stack a right, with the name of what it belongs to. */
function rights(): readonly (readonly [string, Statement])[] {
  return [...resources].flatMap(([name, resource]) =>
    policiesOf(resource).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.map((statement): readonly [string, Statement] => [name, statement]),
    ),
  );
}

function policiesOf({ Type, Properties }: Resource): readonly Policy[] {
  if (Type === "AWS::IAM::Policy") return [Properties as unknown as Policy];
  if (Type === "AWS::IAM::Role") return (Properties.Policies as readonly Policy[] | undefined) ?? [];
  return [];
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** The rights of the role behind the function with this handler, without those on its own log and key. */
function rightsOf(handler: string): readonly string[] {
  const [role] = [...resources.values()].flatMap(({ Type, Properties }) =>
    Type === "AWS::Lambda::Function" && Properties.Handler === `lambda.${handler}` ? [Properties.Role] : [],
  );
  const [roleName] = (role as { readonly "Fn::GetAtt": readonly string[] })["Fn::GetAtt"];
  return [...resources.values()]
    .filter(
      ({ Type, Properties }) =>
        Type === "AWS::IAM::Policy" && JSON.stringify(Properties.Roles).includes(`"${roleName}"`),
    )
    .flatMap((resource) => policiesOf(resource))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => listOf(Action)))
    .sort();
}

describe("the rights of the stack's roles", () => {
  it("there are some to look at", () => {
    expect(rights().length).toBeGreaterThan(10);
  });

  it("name what they are for: no wildcard stands in a resource or an action", () => {
    for (const [name, { Resource, Action }] of rights()) {
      expect([name, JSON.stringify(Resource)]).toEqual([name, expect.not.stringContaining("*")]);
      expect([name, JSON.stringify(Action)]).toEqual([name, expect.not.stringContaining("*")]);
    }
  });

  it("come from no ready-made policy, which would give more", () => {
    const roles = [...resources.values()].filter(({ Type }) => Type === "AWS::IAM::Role");
    expect(roles.map(({ Properties }) => Properties.ManagedPolicyArns)).toEqual(roles.map(() => undefined));
  });

  it.each([
    // A key's own policy can name only itself, and AWS writes that as `*`.
    ["AWS::KMS::Key", 1],
    // Forbids everybody to use a queue over a connection that is not encrypted.
    ["AWS::SQS::QueuePolicy", 2],
  ])("besides them only %s names everything or everybody", (type, count) => {
    const wide = [...resources.values()].filter(
      ({ Type, Properties }) =>
        !/^AWS::(?:IAM|Lambda)::/.test(Type) && /"(?:Resource|AWS|Principal)":"\*"/.test(JSON.stringify(Properties)),
    );
    expect(wide.filter(({ Type }) => Type === type)).toHaveLength(count);
    expect(wide.every(({ Type }) => ["AWS::KMS::Key", "AWS::SQS::QueuePolicy"].includes(Type))).toBe(true);
  });

  it("let each function do this and nothing more", () => {
    const own = ["kms:Decrypt", "logs:CreateLogStream", "logs:PutLogEvents"];
    const table = TABLE_ACTIONS.map((action) => `dynamodb:${action}`);
    const receive = ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage"];
    expect(rightsOf("http")).toEqual([...own, ...table, "sqs:SendMessage"].sort());
    expect(rightsOf("tick")).toEqual([...own, ...table, "sqs:SendMessage"].sort());
    expect(rightsOf("deliver")).toEqual(
      [...own, ...table, "ses:SendEmail", "sqs:SendMessage", ...receive.map((action) => `sqs:${action}`)].sort(),
    );
  });

  it("to send mails are on the sender and, because of SES's sandbox, on the operator", () => {
    const mailed = rights().flatMap(([, { Action, Resource }]) => (Action === "ses:SendEmail" ? listOf(Resource) : []));
    const named = mailed.map((arn) => /"Ref":"(Sender|Operator)"/.exec(JSON.stringify(arn))?.[1]);
    expect(named).toEqual(["Sender", "Operator"]);
  });

  it("on the table are those that the store uses", () => {
    const port = readFileSync(join(import.meta.dirname, "../../server/src/store/dynamodb/sdk-port.ts"), "utf8");
    const calls = new Set([...port.matchAll(/new (\w+)Command\(/g)].map(([, name = ""]) => name));
    // A transaction has no right of its own: it needs those of its parts.
    calls.delete("TransactWriteItems");
    expect([...calls].sort()).toEqual([...TABLE_ACTIONS]);
  });
});

describe("who may take on a role", () => {
  it("functions, and the schedule of this account", () => {
    const trusts = [...resources.values()]
      .filter(({ Type }) => Type === "AWS::IAM::Role")
      .flatMap(({ Properties }) => (Properties.AssumeRolePolicyDocument as Policy["PolicyDocument"]).Statement);
    const services = trusts.map(({ Principal }) => (Principal as { readonly Service: string }).Service).sort();
    expect(services).toEqual([...Array(3).fill("lambda.amazonaws.com"), "scheduler.amazonaws.com"]);
    expect(JSON.stringify(trusts)).toContain('"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}');
  });
});
