import { z } from "zod";
import { CHANGE_KINDS, type Change, type ChangeFeed } from "../actions/change-feed.ts";
import type { RequestLimits } from "../actions/request-limits.ts";
import type { Uses } from "../lib/shared-buckets.ts";
import type { Doorbell } from "../store/ports.ts";

/** Messages may be due. */
const DELIVER = "deliver";
const STATUSES = ["new", "up", "down", "paused", "deleted"] as const;
/** A change as it travels: project, kind, id, status. */
const ChangeWord = z.tuple([z.string(), z.enum(CHANGE_KINDS), z.string().nullable(), z.enum(STATUSES).nullable()]);

/** What senders used up elsewhere. */
const UsesWord = z.object({ uses: z.record(z.string(), z.number().nonnegative()) });

/** Tells the other processes what was changed here. */
export function relayTo(doorbell: Doorbell): (changes: readonly Change[]) => void {
  return (changes) => {
    for (const { projectId, kind, id, status } of changes) doorbell.say(JSON.stringify([projectId, kind, id, status]));
  };
}

/** Tells the other processes that messages may be due. */
export function ringOthers(doorbell: Doorbell): void {
  doorbell.say(DELIVER);
}

export interface Hearing {
  readonly changes: Pick<ChangeFeed, "hearFromElsewhere" | "hearThatMuchChanged">;
  readonly limits: Pick<RequestLimits, "hear">;
  /** Wakes the delivery of this process. */
  readonly ringDelivery: () => void;
}

/** Lets this process hear what the others say. A word that it does not know is a newer version's, and left alone. */
export function hearOthers(doorbell: Doorbell, { changes, limits, ringDelivery }: Hearing): void {
  doorbell.onWords((words) => {
    if (words === null) {
      changes.hearThatMuchChanged();
      ringDelivery();
      return;
    }
    if (words.includes(DELIVER)) ringDelivery();
    changes.hearFromElsewhere(words.flatMap(parseChange));
    for (const uses of words.flatMap(parseUses)) limits.hear(uses);
  });
}

function parseUses(word: string): readonly Uses[] {
  if (!word.startsWith("{")) return [];
  const parsed = UsesWord.safeParse(JSON.parse(word));
  return parsed.success ? [parsed.data.uses] : [];
}

function parseChange(word: string): readonly Change[] {
  if (!word.startsWith("[")) return [];
  const parsed = ChangeWord.safeParse(JSON.parse(word));
  if (!parsed.success) return [];
  const [projectId, kind, id, status] = parsed.data;
  return [{ projectId, kind, id, status }];
}
