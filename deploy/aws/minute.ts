import { Duration, type Stack } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { mayDo } from "./functions.ts";

/** So long a call may wait: the next minute finds whatever this one left. */
const LONGEST_WAIT = Duration.seconds(60);

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
  // The schedule hands the call over and does not wait for its end: from then on Lambda would try again by itself.
  tick.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: LONGEST_WAIT });
  const retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: LONGEST_WAIT.toSeconds() };
  new CfnSchedule(stack, "Minute", {
    description: "Watchbell's minute.",
    scheduleExpression: "rate(1 minute)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: tick.functionArn, roleArn: role.roleArn, retryPolicy },
  });
}
