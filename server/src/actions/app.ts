import type { Standing } from "../access/verbs.ts";
import type { Settings } from "../config/settings.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connect } from "../lib/connect.ts";
import type { HttpClient } from "../lib/http-client.ts";
import type { Log } from "../lib/log.ts";
import type { Account, Actor, Membership, Session } from "../model/index.ts";
import type { ProviderRegistry } from "../providers/registry.ts";
import type { Prober } from "../signals/probes/prober.ts";
import type { Store } from "../store/ports.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { Mailer } from "./mailer.ts";
import type { Metrics } from "./metrics.ts";
import type { OidcClient } from "./oidc-client.ts";
import type { Recorder } from "./record-signals.ts";
import type { RequestLimits } from "./request-limits.ts";

/** What the actions work with. A host makes one; nothing in it is global. */
export interface App {
  readonly settings: Settings;
  /** The program's own version. */
  readonly version: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly http: HttpClient;
  readonly connect: Connect;
  /** For servers that the operator set, such as the mail server: they may be in a private network whatever others may reach. */
  readonly connectToOwn: Connect;
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
  /** How many requests one sender may make. */
  readonly limits: RequestLimits;
  /** An action that waits for somebody else gives up by then, so that its caller still gets an answer. */
  readonly longestAnswerMs: number;
  /** Mails accounts. */
  readonly mailer: Mailer;
  /** Asks the OpenID Connect provider; null: none is set. */
  readonly oidc: OidcClient | null;
}

/** Who asks something of a project: a key, or a member who is signed in. */
export interface Caller {
  readonly projectId: string;
  /** What decides what may be asked: the kind of the key, or the role of the member. */
  readonly standing: Standing;
  /** For the history. */
  readonly actor: Actor;
  /** Null: a key. */
  readonly account: Account | null;
}

/** Who asks something of an account of his own. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  readonly memberships: readonly Membership[];
  /** For the history. */
  readonly actor: Actor;
}

/** Whoever asks what anybody may ask. */
export interface Visitor {
  /** The client's address; empty when the connection does not tell. */
  readonly address: string;
  readonly userAgent: string;
  /** The value of the session cookie; null: there is none. */
  readonly session: string | null;
}
