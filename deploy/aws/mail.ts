import type { Stack } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnEmailIdentity } from "aws-cdk-lib/aws-ses";
import { mayDo } from "./functions.ts";
import type { Optional } from "./parameters.ts";

/** Who Watchbell's own mails come from. */
export interface Sender {
  /** Empty text is a setting that is not set. */
  readonly settings: Readonly<Record<string, string>>;
  readonly right: PolicyStatement;
}

/** Makes SES know the sender, when one was given: it mails the address a link to confirm. */
export function addSender(stack: Stack, sender: Optional): Sender {
  const identity = new CfnEmailIdentity(stack, "SenderIdentity", { emailIdentity: sender.value });
  identity.cfnOptions.condition = sender.isGiven;
  return {
    settings: { WATCHBELL_MAIL_FROM: sender.value },
    right: mayDo(
      "SendMail",
      ["ses:SendEmail"],
      // Without a sender it names nothing, which may then be used.
      stack.formatArn({ service: "ses", resource: "identity", resourceName: sender.value }),
    ),
  };
}
