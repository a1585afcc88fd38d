import type { Vault } from "../../lib/vault.ts";
import type { Gap } from "../../model/index.ts";
import type { MonitorCache } from "./monitor-item.ts";
import type { DynamoPort } from "./port.ts";
import type { Sequence } from "./sequence.ts";

/** A message that a sender may take up. */
export interface DueMessage {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** What the DynamoDB store works with. */
export interface DynamoDeps {
  readonly port: DynamoPort;
  readonly vault: Vault;
  /** Epoch milliseconds: Amazon keeps the clocks of its functions together. */
  readonly now: () => number;
  /** Waits in real time, between the tries of a transaction. */
  readonly pause: (ms: number) => Promise<void>;
  /** Names what has an order, such as a line of the history. */
  readonly sequence: Sequence;
  /** A number that nobody else gives, so that an item is known to be the writer's own. */
  readonly newMark: () => number;
  /** Configurations as they were read. */
  readonly monitors: MonitorCache;
  /** Our gaps as last read; on Lambda nobody stamps, and there are none. */
  readonly gaps: { current: readonly Gap[] };
  /** For the links in notifications; without a slash at the end. */
  readonly baseUrl: string;
  /** How many monitors that make themselves one project may have. */
  readonly maxSelfMadeMonitors: number;
  /** False: a ping changes its monitor and leaves no row: half the price. */
  readonly keepPings: boolean;
  /** Is told after a commit which messages it made due. */
  readonly onDue: (messages: readonly DueMessage[]) => void;
}
