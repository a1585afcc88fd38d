import type { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEmailIdentity } from "aws-cdk-lib/aws-ses";
import type { Parameters } from "./parameters.ts";

/** Who Watchbell's own mails come from. */
export interface Sender {
  /** Empty text is a setting that is not set. */
  readonly settings: Readonly<Record<string, string>>;
  readonly right: PolicyStatement;
}

/**
 * Makes SES know the sender, when one was given: it mails the address a link to confirm. As long as an account is in its
 * sandbox, SES asks for the right on whom a mail goes to as well, so the operator is named beside the sender.
 */
export function addSender(stack: Stack, { sender, operator }: Pick<Parameters, "sender" | "operator">): Sender {
  const identity = new CfnEmailIdentity(stack, "SenderIdentity", { emailIdentity: sender.value });
  identity.cfnOptions.condition = sender.isGiven;
  return {
    settings: { WATCHBELL_MAIL_FROM: sender.value },
    right: new PolicyStatement({
      sid: "SendMail",
      actions: ["ses:SendEmail"],
      // Without a sender the first names nothing, which may then be used.
      resources: [sender.value, operator].map((resourceName) =>
        stack.formatArn({ service: "ses", resource: "identity", resourceName }),
      ),
    }),
  };
}
