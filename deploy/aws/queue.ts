import { CfnOutput, Duration, type Stack } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";

/** The queue that wakes the sender of messages, and where what cannot be read ends. */
export interface Queues {
  readonly due: Queue;
  readonly dead: Queue;
}

/** A message is taken up this often before it counts as poison. What a target refuses is no poison: the store plans its next try. */
const MAX_RECEIVES = 5;

/** Makes the queues; a message comes back when its function must have ended long ago (AWS asks for six times its time). */
export function addQueues(stack: Stack, functionTimeout: Duration): Queues {
  const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  const dead = new Queue(stack, "DeadLetters", { ...common, retentionPeriod: Duration.days(14) });
  const due = new Queue(stack, "DueMessages", {
    ...common,
    visibilityTimeout: Duration.seconds(6 * functionTimeout.toSeconds()),
    deadLetterQueue: { queue: dead, maxReceiveCount: MAX_RECEIVES },
  });
  new CfnOutput(stack, "DeadLetterQueue", { value: dead.queueUrl, description: "What the sender could not read." });
  return { due, dead };
}
