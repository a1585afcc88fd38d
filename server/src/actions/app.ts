import type { Settings } from "../config/settings.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connect } from "../lib/connect.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Log } from "../lib/log.ts";
import type { ProviderRegistry } from "../providers/registry.ts";
import type { Prober } from "../signals/probes/prober.ts";
import type { Store } from "../store/ports.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { Metrics } from "./metrics.ts";
import type { Recorder } from "./record-signals.ts";

/** What the actions work with. A host makes one; nothing in it is global. */
export interface App {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly http: HttpClient;
  readonly connect: Connect;
  readonly providers: ProviderRegistry;
  readonly prober: Prober;
  readonly metrics: Metrics;
  /** Hands signals to the store: what arrives together is committed together. Throws StoreUnavailable. */
  readonly recorder: Recorder;
  /** Tells those who listen what was changed, after it was committed. */
  readonly changes: ChangeFeed;
  /** What keeps this process from doing its work; empty when nothing does. */
  readonly readiness: () => readonly { readonly name: string; readonly problem: string }[];
  /** Wakes the delivery loop: new messages may be due. */
  readonly ringDelivery: () => void;
}

/** Who asks: a key of one project. */
export interface Caller {
  readonly projectId: string;
  /** For the history: the key's name. */
  readonly actor: string;
}
