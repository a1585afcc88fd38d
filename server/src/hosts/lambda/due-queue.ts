import { z } from "zod";

/** What is sent through the queue of the functions. */
export type QueueItem =
  /** The store keeps the truth about it: the queue only says when to look. */
  | { readonly kind: "message"; readonly id: string; readonly dueAt: number }
  /** A mail to an account, sealed; nobody else keeps it. */
  | { readonly kind: "mail"; readonly sealed: string };

/** The queue between those who make messages due and those who deliver them. */
export interface DueQueue {
  /** Gives back what could not be sent; never throws. */
  send(items: readonly QueueItem[], now: number): Promise<readonly QueueItem[]>;
}

/** What stands in a message of the queue. */
export type QueueBody = { readonly message: string } | { readonly mail: string };

const QueueBody = z.union([
  z.strictObject({ message: z.string().min(1) }),
  z.strictObject({ mail: z.string().min(1) }),
]);

/** Writes down what a receiver needs of an item. */
export function renderQueueBody(item: QueueItem): string {
  const body: QueueBody = item.kind === "message" ? { message: item.id } : { mail: item.sealed };
  return JSON.stringify(body);
}

/** Null: nobody who knows us wrote it. */
export function parseQueueBody(text: string): QueueBody | null {
  try {
    return QueueBody.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // No JSON at all is no better than other JSON.
    return null;
  }
}
