import { parseArgs } from "node:util";

/** What the CDK is to be called with, one list for each call, or what is wrong with what was said. */
export type CdkCalls =
  | { readonly kind: "calls"; readonly calls: readonly (readonly string[])[] }
  | { readonly kind: "refused"; readonly message: string };

/** The options of `npm run deploy`, and the parameters of the stack that they set (parameters.ts). */
const PARAMETERS = {
  operator: "Operator",
  sender: "Sender",
  domain: "Domain",
  "keep-pings": "KeepPings",
  table: "TableName",
  "master-key": "MasterKeyArn",
} as const;

const DEPLOY_USAGE =
  "npm run deploy -- --operator ann@example.org [--sender watch@example.org] [--domain watch.example.org] [--yes]";
const DESTROY_USAGE = "npm run destroy [-- --with-data] [--yes]";

/** What deploying is for the CDK. What is not said stays as it was at the last deployment. */
export function deployCalls(args: readonly string[]): CdkCalls {
  const texts = Object.keys(PARAMETERS).map((name) => [name, { type: "string" } as const]);
  const options = { ...Object.fromEntries(texts), yes: { type: "boolean" } as const };
  const said = parse(args, options, DEPLOY_USAGE);
  if (said.kind === "refused") return said;
  const parameters = Object.entries(PARAMETERS).flatMap(([option, parameter]) => {
    const value = said.values[option];
    return typeof value === "string" ? ["--parameters", `${parameter}=${value}`] : [];
  });
  // Without it the CDK shows new rights and asks.
  const approval = said.values.yes === true ? ["--require-approval", "never"] : [];
  return { kind: "calls", calls: [["deploy", ...parameters, ...approval]] };
}

/** What deleting is for the CDK. With the data it takes two steps: a table that is protected cannot be deleted. */
export function destroyCalls(
  args: readonly string[],
): CdkCalls & { readonly isConfirmed?: boolean; readonly withData?: boolean } {
  const options = { "with-data": { type: "boolean" }, yes: { type: "boolean" } } as const;
  const said = parse(args, options, DESTROY_USAGE);
  if (said.kind === "refused") return said;
  const withData = said.values["with-data"] === true;
  const unprotect = withData ? [["deploy", "--context", "keepData=false", "--require-approval", "never"]] : [];
  return {
    kind: "calls",
    calls: [...unprotect, ["destroy", "--force"]],
    isConfirmed: said.values.yes === true,
    withData,
  };
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>["options"];
type Said =
  | { readonly kind: "said"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly message: string };

function parse(args: readonly string[], options: Options, usage: string): Said {
  try {
    return { kind: "said", values: parseArgs({ args: [...args], options: options ?? {} }).values };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "refused", message: `${reason}\nUsage: ${usage}` };
  }
}
