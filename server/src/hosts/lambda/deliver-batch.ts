import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { deliverClaimed } from "../../actions/deliver-claimed.ts";
import { LEASE_MS } from "../../actions/deliver-due.ts";
import { foldStorms } from "../../actions/fold-storms.ts";
import { SEND_LIMIT_MS } from "../../deliver/deliver-message.ts";
import { parseQueueBody } from "./due-queue.ts";
import { FAREWELL_MS, type Invocation } from "./invocation.ts";

/** A batch as SQS hands it to a function. */
const SqsEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
type SqsRecord = z.infer<typeof SqsEvent>["Records"][number];

/** Which messages of a batch the queue is to bring again. */
export interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface BatchDeps {
  readonly app: App;
  /** Sends a mail to an account; false: it is to be brought again. */
  readonly sendMail: (sealed: string) => Promise<boolean>;
}

/**
 * Delivers what a batch of the queue names, all of it at once, each message tried once. One that cannot be claimed is
 * done: it was sent already, somebody sends it just now, or it is not its turn, and then the store says when it is. Only
 * what nobody can read, and a mail that must be tried again, goes back to the queue and in the end to its dead letters.
 */
export async function deliverBatch(event: unknown, invocation: Invocation, deps: BatchDeps): Promise<BatchResult> {
  const { Records } = SqsEvent.parse(event);
  // One message alone is no storm, and most batches are one message.
  if (Records.length > 1) await foldFirst(deps.app);
  // To begin what cannot be ended would leave it leased for minutes.
  const isLate = invocation.getRemainingTimeInMillis() < SEND_LIMIT_MS + FAREWELL_MS;
  if (isLate) deps.app.log.error({}, "the function has less time than one attempt may take: nothing was tried");
  const failures = await Promise.all(
    Records.map(async (record) => (!isLate && (await deliverRecord(record, deps)) ? [] : [record.messageId])),
  );
  return { batchItemFailures: failures.flat().map((itemIdentifier) => ({ itemIdentifier })) };
}

/** What comes faster than a target takes it is told in one message, before some of it goes out by itself. */
async function foldFirst(app: App): Promise<void> {
  try {
    await foldStorms(app);
  } catch (error) {
    app.log.error({ error: String(error) }, "storms were not folded; the next tick folds them");
  }
}

/** True when the queue may forget it. */
async function deliverRecord({ messageId: queueId, body }: SqsRecord, { app, sendMail }: BatchDeps): Promise<boolean> {
  const parsed = parseQueueBody(body);
  if (parsed === null) {
    app.log.error({ queueId }, "the queue holds what this program did not write");
    return false;
  }
  try {
    if ("mail" in parsed) return await sendMail(parsed.mail);
    const claimed = await app.store.outbox.claimMessage(parsed.message, LEASE_MS);
    if (claimed !== null) await deliverClaimed(app, claimed);
    return true;
  } catch (error) {
    app.log.error({ queueId, error: String(error) }, "a message of the queue was not delivered");
    // The store still has a message, and the tick finds it sooner than the queue brings it again. A mail only the queue has.
    return !("mail" in parsed);
  }
}
