import type { Stack } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { mayDo } from "./functions.ts";

/** Tried once: the next minute finds whatever this one left. */
const ONLY_NOW = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } as const;

/** Calls a function every minute. */
export function addMinute(stack: Stack, tick: IFunction): void {
  const role = new Role(stack, "MinuteRole", {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      // Nobody else's schedule may borrow it.
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
    inlinePolicies: {
      Invoke: new PolicyDocument({ statements: [mayDo("InvokeTick", ["lambda:InvokeFunction"], tick.functionArn)] }),
    },
  });
  new CfnSchedule(stack, "Minute", {
    description: "Watchbell's minute.",
    scheduleExpression: "rate(1 minute)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: tick.functionArn, roleArn: role.roleArn, retryPolicy: ONLY_NOW },
  });
}
