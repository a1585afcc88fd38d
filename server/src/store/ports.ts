/**
 * What the rest of the house asks of a store, in the words of the domain. Engines live in folders beside this file and
 * pass one contract suite a port (server/test/contracts). Nothing of SQL, connections or transactions shows here.
 *
 * Every method is atomic: when it returns, all it says is durable; when it throws, nothing happened. A store that fails
 * or is busy throws StoreUnavailable.
 */
import type { StatusChange } from "../judge/uptime.ts";
import type { Refusal } from "../judge/verdict.ts";
import type { TargetOutcome } from "../lib/circuit-breaker.ts";
import type {
  Actor,
  AlarmBody,
  AlarmOptions,
  AlarmToken,
  Attempt,
  BadgeAddress,
  BadgeSubject,
  ClaimedMessage,
  DeliveryState,
  Door,
  Event,
  Facts,
  Gap,
  HeartbeatBoard,
  HistoryEntry,
  HistoryKind,
  Incident,
  IncidentNote,
  Key,
  KeyKind,
  LogEntry,
  LogType,
  Message,
  MessageStatus,
  Monitor,
  MonitorConfig,
  NewNotification,
  NotifyOn,
  Pill,
  Ping,
  ProbeResult,
  ProbeSpec,
  Project,
  Reason,
  ShownStatus,
  Signal,
  StatusPage,
  StoredStatus,
  StoredTransition,
  Topic,
  Transition,
} from "../model/index.ts";
import type { AccountsPort } from "./accounts-port.ts";

export type * from "./accounts-port.ts";
export type * from "./factors-port.ts";

export interface Store {
  /** The store's clock: the only time across processes. */
  now(): Promise<number>;
  /** Writes and reads one row; throws StoreUnavailable with the reason when that fails. */
  checkHealth(): Promise<void>;
  /** Why this process must not work on the store any more: its schema, its key or its place became another. Null: it may. */
  outgrown(): Promise<string | null>;
  /** Seals a secret that a configuration is to hold; only `claimProbes` opens it. */
  seal(secret: unknown): Promise<string>;
  readonly watch: WatchPort;
  readonly outbox: OutboxPort;
  readonly topics: TopicsPort;
  readonly alarms: AlarmsPort;
  readonly incidents: IncidentsPort;
  readonly history: HistoryPort;
  readonly people: PeoplePort;
  /** Absent where one process has the store for itself. */
  readonly doorbell?: Doorbell | undefined;
  readonly accounts: AccountsPort;
  readonly pages: PagesPort;
  close(): Promise<void>;
}

/**
 * Word between the processes that share a store, a tenth of a second late. It is a hint and no more: what gets lost shows
 * at the next look.
 */
export interface Doorbell {
  /**
   * Says this to the others; what is said again meanwhile is said once. `keep`: it is told also where there is more than
   * can be told; for few and short words only.
   */
  say(word: string, options?: { readonly keep?: boolean }): void;
  /** Hears what the others say; null: more than could be told. */
  onWords(hear: (words: readonly string[] | null) => void): void;
}

/** A page of a list, newest first or by name as the method says. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; give it back to get what follows. Null at the end. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string | undefined;
  /** 1 to 1000. */
  readonly limit: number;
}

// ---------------------------------------------------------------- watch

export type MonitorAddress =
  | { readonly by: "id"; readonly monitorId: string; readonly projectId?: string | undefined }
  | { readonly by: "slug"; readonly projectId: string; readonly slug: string }
  | { readonly by: "door"; readonly projectId: string; readonly door: Door; readonly doorKey: string }
  /** By the id that it had in the system it was imported from. */
  | { readonly by: "imported"; readonly projectId: string; readonly door: Door; readonly importedId: string };

/** What a monitor starts as when a change finds none under its address. */
export interface MonitorSeed {
  readonly projectId: string;
  readonly monitorId: string;
  readonly door: Door | null;
  readonly doorKey: string | null;
  /** `topics: null` stands for the project's default topics. */
  readonly config: Omit<MonitorConfig, "topics"> & { readonly topics: readonly string[] | null };
  /** What it brings along from another system: its id there, and when it was last heard from. */
  readonly imported?: { readonly id: string | null; readonly lastPingAt: number | null } | undefined;
}

/** One signal for one monitor. Requests in a batch for the same monitor are judged one after another, in order. */
export interface ChangeRequest {
  readonly address: MonitorAddress;
  readonly signal: Signal;
  readonly createIfMissing?: MonitorSeed | undefined;
}

export type ChangeOutcome =
  | {
      readonly kind: "changed";
      readonly monitorId: string;
      readonly projectId: string;
      /** True when this request made the monitor. */
      readonly created: boolean;
      readonly reason: Reason;
      readonly transitions: readonly Transition[];
      /** The monitor after the change; null for pings and time (nobody reads it) and after `delete`. */
      readonly monitor: Monitor | null;
    }
  /** No such monitor; or a probe's result came from somebody who lost the lease. */
  | { readonly kind: "missing" }
  /** `createIfMissing` met the limit of monitors that make themselves. */
  | { readonly kind: "too-many" }
  | { readonly kind: "slug-taken"; readonly slug: string }
  /** The monitor's configuration names topics that do not exist. */
  | { readonly kind: "unknown-topics"; readonly topics: readonly string[] }
  /** The judge refused: nothing was changed. */
  | { readonly kind: "refused"; readonly code: Refusal }
  /** Judging this one threw; the others of the batch are unharmed. */
  | { readonly kind: "failed"; readonly error: string };

export interface MonitorFilter extends PageRequest {
  readonly projectId: string;
  /** All of these tags. */
  readonly tags?: readonly string[] | undefined;
  readonly kind?: string | undefined;
  readonly door?: Door | undefined;
  /** Part of the name, slug, description or a tag, any letter case. */
  readonly text?: string | undefined;
  /** Stored status; what is shown is for the caller to judge. */
  readonly storedStatus?: readonly StoredStatus[] | undefined;
}

/** How the monitors of a project stand, as far as counting can tell. */
export interface Tally {
  /** By shown status; without those that only the judge can place. */
  readonly counts: Readonly<Record<ShownStatus, number>>;
  /** A deadline of theirs has passed that no sweep has stored yet, or that one of our gaps puts off. */
  readonly overdue: readonly Monitor[];
}

export interface LogFilter extends PageRequest {
  /** Only these; absent or empty: all. */
  readonly types?: readonly LogType[] | undefined;
  /** Only what mentions it, also in the body of a ping; letters of ASCII are the same in both cases. */
  readonly text?: string | undefined;
}

export interface ProbeClaimRequest {
  /** How many probes at most. */
  readonly limit: number;
  /** Each is leased for as long as it may take, and so much more. */
  readonly leaseMs: number;
  /** How many of one host may be in flight at a time. */
  readonly perHost: number;
  /** How many of each host are in flight with the caller. */
  readonly inFlight: Readonly<Record<string, number>>;
}

/** A probe that somebody has claimed, with all that it needs. */
export interface ClaimedProbe {
  readonly monitorId: string;
  readonly leaseId: string;
  /** When it was claimed. */
  readonly at: number;
  readonly host: string;
  readonly spec: ProbeSpec;
  /** Opened; null when the probe has none, or when they are damaged. */
  readonly credentials: unknown;
}

export interface WatchPort {
  /**
   * Loads the monitors named, judges and routes, and writes next states, pings, transitions, notifications and messages
   * in one transaction. Outcomes come in the order of the requests.
   */
  change(requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]>;
  /** Monitors whose deadline may have passed, earliest first. Several callers may race: the change decides. */
  overdue(limit: number): Promise<readonly string[]>;
  get(address: MonitorAddress): Promise<Monitor | null>;
  /** Those of these that the project has, in this order. */
  getMany(projectId: string, monitorIds: readonly string[]): Promise<readonly Monitor[]>;
  /** By name, then id. */
  list(filter: MonitorFilter): Promise<Page<Monitor>>;
  /** Newest first. */
  pings(monitorId: string, page: PageRequest): Promise<Page<Ping>>;
  pingBody(monitorId: string, n: number): Promise<Uint8Array | null>;
  /**
   * Probes that are due, earliest first, each leased to the caller; the result comes back as a signal through `change`.
   * A probe whose lease ends without a result is due again. Hosts without room are left out: fewer than asked for may
   * be claimed while more are due.
   */
  claimProbes(request: ProbeClaimRequest): Promise<readonly ClaimedProbe[]>;
  /** Ends the lease of a probe that found nothing: it is due again at once. A lease that was lost changes nothing. */
  giveBackProbe(claimed: Pick<ClaimedProbe, "monitorId" | "leaseId">): Promise<void>;
  /**
   * Ends every lease of a probe, and spreads those that are overdue over their interval, a minute at most. Only for a
   * process that knows that it is alone: whoever held the leases is dead.
   */
  resumeProbes(): Promise<void>;
  /** When those of these monitors that are probes look next; those that look just now are left out. */
  nextProbes(monitorIds: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** What the probe of a monitor found, newest first. */
  results(monitorId: string, page: PageRequest): Promise<Page<ProbeResult>>;
  /** Newest first. */
  transitions(monitorId: string, page: PageRequest): Promise<Page<StoredTransition>>;
  /** The changes of status of each monitor since an instant, oldest first; one without any has an empty list. */
  statusChanges(
    monitorIds: readonly string[],
    sinceAt: number,
  ): Promise<Readonly<Record<string, readonly StatusChange[]>>>;
  /** The last results of each monitor, oldest first, `count` at most; one without any has an empty list. */
  pills(monitorIds: readonly string[], count: number): Promise<Readonly<Record<string, readonly Pill[]>>>;
  /** Pings, results, transitions and messages of a monitor in one list, newest first. */
  log(monitorId: string, filter: LogFilter): Promise<Page<LogEntry>>;
  /** Counts a project's monitors, or those that carry a tag, by how they stand at the store's time. */
  tally(projectId: string, tag?: string): Promise<Tally>;
  /**
   * Says that we can take signals in now; a stretch without a stamp becomes a gap. `starting`: this process just
   * started and is the only one, so whatever passed since the last stamp is a gap, however short.
   * In a process that takes no signals in it only looks when the others stamped, and what is a gap now.
   * A store whose host stamps every 2 s notices a gap by itself too, before it judges: a ping may come before a stamp.
   */
  stampAlive(options: { readonly starting: boolean }): Promise<Gap | null>;
  /** The gaps that can still matter to a deadline, oldest first. */
  gaps(): Promise<readonly Gap[]>;
  /** Deletes what retention no longer keeps, at most `limit` rows of each kind; says how many rows went. */
  prune(limit: number): Promise<number>;
}

// ---------------------------------------------------------------- outbox

export interface ClaimRequest {
  /** How many messages at most. */
  readonly limit: number;
  /** How many of one integration may be in flight at a time. */
  readonly perIntegration: number;
  readonly leaseMs: number;
}

export type PublishOutcome =
  | {
      readonly kind: "published";
      readonly messages: readonly { readonly id: string; readonly integrationName: string }[];
      readonly repeated: boolean;
    }
  /** The idempotency key was used with another body. */
  | { readonly kind: "conflict" };

/** A storm that was folded: many messages that one digest tells. */
export interface FoldedStorm {
  readonly projectId: string;
  readonly topicId: string;
  readonly digestId: string;
  /** Full name. */
  readonly topic: string;
  readonly integrationName: string;
  readonly provider: string;
  /** How many messages it stands for. */
  readonly messages: number;
}

/** What became of a claimed message. `target`: what its attempt says of the target; absent: nothing. */
export type Settlement = { readonly target?: TargetOutcome | undefined } & (
  | {
      readonly kind: "finished";
      readonly status: "delivered" | "accepted";
      readonly attempt: Attempt;
      readonly receipt: unknown;
      readonly newCredentials?: unknown;
    }
  /** To be tried again at `dueAt`; `counts` is false for a rate limit. `uncertain`: it may have arrived all the same. */
  | {
      readonly kind: "again";
      readonly dueAt: number;
      readonly attempt: Attempt;
      readonly counts: boolean;
      readonly uncertain: boolean;
      readonly pauseUntilAt?: number | undefined;
    }
  | {
      readonly kind: "dead";
      readonly attempt: Attempt;
      readonly suspend?: { readonly reason: string; readonly notices: readonly NewNotification[] } | undefined;
    }
);

export interface MessageFilter extends PageRequest {
  readonly projectId: string;
  readonly status?: MessageStatus | undefined;
  readonly topic?: string | undefined;
  readonly monitorId?: string | undefined;
  readonly integrationId?: string | undefined;
  readonly event?: Event | undefined;
  /** Those of one incident. */
  readonly alertKey?: string | undefined;
  /** Those of one notification. */
  readonly notificationId?: string | undefined;
  /** Those that one digest told. */
  readonly digestId?: string | undefined;
  /** Made at or after this instant, and before that one. */
  readonly fromAt?: number | undefined;
  readonly toAt?: number | undefined;
}

/** Which dead messages are meant: those that every given part fits; none given: all. */
export interface ReplaySelect
  extends Pick<MessageFilter, "topic" | "monitorId" | "integrationId" | "event" | "fromAt" | "toAt"> {
  readonly ids?: readonly string[] | undefined;
  /** How many at most; absent: all of them. */
  readonly limit?: number | undefined;
}

export interface OutboxPort {
  /** Stores a notification with all its messages, once for each idempotency key and body within 24 h. */
  publish(
    notification: NewNotification,
    idempotency?: { readonly key: string; readonly bodyHash: string },
  ): Promise<PublishOutcome>;
  /**
   * Where many messages about monitors wait for an integration that its rate will not let out soon, one digest takes
   * their place (route/storm.ts), in one transaction with their end as `folded`. Never for targets that keep incidents,
   * and never what somebody may have tried to send, or a publication: its words exist nowhere else. What is told of those
   * monitors later waits until the digest is settled. Several callers may race: each storm is folded once. An engine
   * whose transactions are small does it in steps; whoever finds steps left over goes on with them.
   */
  foldStorms(): Promise<readonly FoldedStorm[]>;
  /**
   * Heads of lanes that are due, round robin over integrations; each is leased to the caller. A target that failed again
   * and again is left in peace for a while and then gets one message, until one goes well (lib/circuit-breaker.ts). What
   * another process claims at this moment is left to it: there may be more in the next round.
   */
  claim(request: ClaimRequest): Promise<readonly ClaimedMessage[]>;
  /**
   * Claims one message by id, for hosts with a queue; null when it is not due, leased, or not the head of its lane, or
   * when its integration is disabled, suspended, paused, without a token of its rate or its target's breaker open, and
   * it is no test.
   */
  claimMessage(messageId: string, leaseMs: number): Promise<ClaimedMessage | null>;
  /**
   * Messages that `claimMessage` would give now, the longest due first: what a queue was not told of, or told of when it
   * could not be sent. Several may be told of one and the same.
   */
  dueIds(limit: number): Promise<readonly { readonly id: string; readonly dueAt: number }[]>;
  /** Ends a lease. False: the lease was lost, and nothing was changed. */
  settle(leaseId: string, settlement: Settlement): Promise<boolean>;
  /** Ends every lease at once. Only for a process that knows that it is alone: whoever held them is dead. */
  endLeases(): Promise<void>;
  /** Gives up waiting messages that are past their age limit; says how many. */
  expire(limit: number): Promise<number>;
  get(
    projectId: string,
    messageId: string,
  ): Promise<{ readonly message: Message; readonly attempts: readonly Attempt[] } | null>;
  /** Newest first. */
  list(filter: MessageFilter): Promise<Page<Message>>;
  /** What a message tells. */
  facts(projectId: string, messageId: string): Promise<{ readonly event: Event; readonly facts: Facts } | null>;
  /** How many dead messages a project has. */
  countDead(projectId: string): Promise<number>;
  /**
   * Puts dead messages back to waiting, oldest first, with a fresh retry plan. Unknown or not dead ids are left alone.
   * An engine whose transactions are small does it some at a time, each message whole.
   */
  replay(projectId: string, select: ReplaySelect, actor: Actor): Promise<readonly string[]>;
  /** How many messages wait, since when the oldest is due, and how many targets' breakers are open. */
  backlog(): Promise<{
    readonly waiting: number;
    readonly oldestDueAt: number | null;
    readonly dead: number;
    readonly openBreakers: number;
  }>;
}

// ---------------------------------------------------------------- topics

export interface IntegrationInput {
  /** Which integration of the topic it is; absent: the one of its name and provider, or a new one. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly provider: string;
  readonly model: string | null;
  /** Null keeps the credentials that the integration has. */
  readonly credentials: unknown;
  readonly notifyOn: readonly NotifyOn[] | null;
  readonly enabled: boolean;
  readonly keepsIncidents: boolean;
  /** Token bucket of the vendor; null: none. */
  readonly rate: { readonly tokens: number; readonly perMs: number } | null;
}

export interface TopicInput {
  readonly projectId: string;
  readonly channel: string;
  readonly topic: string;
  /** The id of a topic brought along; absent: kept, or made new. */
  readonly id?: string | undefined;
  /** The hash of a topic brought along; absent: kept, or made new. */
  readonly hash?: string | undefined;
  readonly integrations: readonly IntegrationInput[];
}

export type PutTopicOutcome =
  | { readonly kind: "put"; readonly created: boolean; readonly topic: Topic; readonly hash: string }
  | { readonly kind: "id-taken" }
  /** An integration kept its credentials but has none. */
  | { readonly kind: "credentials-missing"; readonly integrationName: string };

export interface TopicsPort {
  /** Creates the topic or replaces its integrations; those it has (model/match-integrations.ts) keep their id and messages. */
  put(input: TopicInput, actor: Actor): Promise<PutTopicOutcome>;
  get(projectId: string, channel: string, topic: string): Promise<Topic | null>;
  /** By name. */
  list(projectId: string): Promise<readonly Topic[]>;
  /** True when the hash is the topic's; compared in constant time. */
  hasHash(topicId: string, hash: string): Promise<boolean>;
  /** The hash, for a member who may write. */
  showHash(topicId: string): Promise<string | null>;
  rotateHash(topicId: string, actor: Actor): Promise<string>;
  /** Deletes the topic and cancels its waiting messages; null when there is none. */
  delete(
    projectId: string,
    channel: string,
    topic: string,
    actor: Actor,
  ): Promise<{
    readonly cancelled: readonly { readonly id: string; readonly event: string; readonly integrationName: string }[];
    readonly monitors: readonly string[];
  } | null>;
  /** How delivery to each integration of these topics stands, by the integration's id. */
  deliveryStates(topicIds: readonly string[]): Promise<Readonly<Record<string, DeliveryState>>>;
  /** What a sender needs of one integration, for a test message. */
  credentials(integrationId: string): Promise<unknown>;
  /** Ends a suspension after a test that succeeded. */
  resume(integrationId: string, actor: Actor): Promise<void>;
}

// ---------------------------------------------------------------- alarms

/** One report of an alarm request. */
export interface AlarmItem {
  /** The same for a repeat of the same delivery; within 24 h a repeat does nothing. Null: every delivery counts. */
  readonly eventId: string | null;
  /** What the monitor of its key hears; null: it cannot resolve and is only published. */
  readonly change: ChangeRequest | null;
  /** What is told when there is no such monitor, or when it could not be judged. */
  readonly publication: NewNotification;
  /** Also told when the monitor was not down: an event that is told every time must not end in silence. */
  readonly toldUnlessItEnds: boolean;
}

/** One request of a monitoring system, with all that is to be made of it. */
export interface AlarmIntake {
  readonly projectId: string;
  readonly topicId: string;
  readonly source: string;
  readonly items: readonly AlarmItem[];
  readonly body: {
    readonly id: string;
    readonly contentType: string;
    /** The bytes to keep; they may be fewer than came. */
    readonly bytes: Uint8Array;
    readonly totalBytes: number;
    /** Why it could not be read; null when it could. */
    readonly unparsed: string | null;
  };
}

/** What became of the reports of one request, in their order. */
export interface AlarmTaken {
  readonly reports: readonly {
    /** `judged`: its monitor tells it. `published`: it was told at once. `repeated`: it had come before. */
    readonly kind: "judged" | "published" | "repeated";
    readonly outcome: ChangeOutcome | null;
  }[];
}

export interface NewAlarmToken {
  readonly projectId: string;
  readonly topicId: string;
  readonly name: string;
  readonly value: string;
  readonly allow: readonly string[];
  readonly options: AlarmOptions;
}

/** A token with what an alarm that comes with it needs: one look-up, because an alarm must be answered quickly. */
export interface FoundAlarmToken {
  readonly token: AlarmToken;
  readonly topic: Topic;
  readonly project: Project;
  /** What its senders sign with; null when they need not. */
  readonly signingSecret: string | null;
  /** The store's time. */
  readonly now: number;
}

export interface AlarmsPort {
  /**
   * Judges and routes what several requests report, publishes what no monitor tells, and keeps the bodies, all in one
   * transaction. Answers come in the order of the intakes.
   */
  take(intakes: readonly AlarmIntake[]): Promise<readonly AlarmTaken[]>;
  /** Looks a token up by its value, with all that an alarm needs; notes its use, to the minute. Null: no such token any more. */
  findToken(value: string): Promise<FoundAlarmToken | null>;
  /** The tokens that work, oldest first. */
  tokens(topicId: string): Promise<readonly AlarmToken[]>;
  createToken(input: NewAlarmToken, actor: Actor): Promise<AlarmToken>;
  /** Changes what is given of a token; its value stays. Null: the topic has no such token that still works. */
  changeToken(
    address: { readonly topicId: string; readonly tokenId: string },
    patch: Partial<Pick<AlarmToken, "name" | "allow" | "options">>,
    actor: Actor,
  ): Promise<AlarmToken | null>;
  /**
   * Makes a token like this one with another value; the old one works on for the overlap, not at all when that is 0.
   * Null: the topic has no such token, or it was rotated already.
   */
  rotateToken(
    rotation: {
      readonly topicId: string;
      readonly tokenId: string;
      readonly value: string;
      readonly overlapMs: number;
    },
    actor: Actor,
  ): Promise<AlarmToken | null>;
  /** Ends a token at once. */
  revokeToken(address: { readonly topicId: string; readonly tokenId: string }, actor: Actor): Promise<boolean>;
  /** The bodies that came for a topic, newest first. */
  bodies(topicId: string, page: PageRequest): Promise<Page<AlarmBody>>;
  body(projectId: string, bodyId: string): Promise<Uint8Array | null>;
  /** The newest body that spoke of a monitor. */
  lastBody(monitorId: string): Promise<Uint8Array | null>;
}

// ---------------------------------------------------------------- incidents

export interface IncidentFilter extends PageRequest {
  readonly projectId: string;
  /** Absent: both, open ones first. */
  readonly state?: "open" | "closed" | undefined;
  readonly monitorId?: string | undefined;
}

export interface IncidentsPort {
  /** Newest first, open ones before those that are over. */
  list(filter: IncidentFilter): Promise<Page<Incident>>;
  /** One incident with its notes, oldest first. */
  get(
    projectId: string,
    incidentId: string,
  ): Promise<{ readonly incident: Incident; readonly notes: readonly IncidentNote[] } | null>;
  countOpen(projectId: string): Promise<number>;
  /** Writes a note down; null when there is no such incident. */
  addNote(
    note: { readonly projectId: string; readonly incidentId: string; readonly text: string },
    actor: Actor,
  ): Promise<IncidentNote | null>;
}

// ---------------------------------------------------------------- history

export interface HistoryFilter extends PageRequest {
  readonly projectId: string;
  readonly monitorId?: string | undefined;
  readonly topicId?: string | undefined;
  readonly kind?: HistoryKind | undefined;
}

export interface HistoryPort {
  /** Newest first. */
  list(filter: HistoryFilter): Promise<Page<HistoryEntry>>;
}

// ---------------------------------------------------------------- people

export interface BootstrapSeed {
  readonly projectId: string;
  readonly projectName: string;
  readonly timezone: string;
  readonly keys: readonly { readonly kind: KeyKind; readonly name: string; readonly value: string }[];
  readonly topic: TopicInput;
  readonly monitor: MonitorSeed;
}

/** A monitor to be brought in, with a check-in key of its own. */
export interface MonitorToBring {
  readonly seed: MonitorSeed;
  readonly key: { readonly name: string; readonly value: string } | null;
}

/** What became of one thing that was brought in. `known`: it was there already and is left as it is. */
export type BroughtIn =
  | { readonly kind: "created"; readonly monitor: Monitor | null }
  | { readonly kind: "known" }
  | {
      readonly kind: "refused";
      /** `name-taken`: another topic has the name. `id-taken`: another topic or monitor has the id. */
      readonly why: "key-taken" | "name-taken" | "id-taken" | "too-many" | "unknown-topics";
    };

export interface PeoplePort {
  /** Makes the first project with all it needs, once for ever; false when there is a project already. */
  bootstrap(seed: BootstrapSeed): Promise<boolean>;
  /**
   * Makes monitors with their keys, and topics, in one transaction: each of them whole or not at all. Outcomes come in
   * the order of what was given.
   */
  bringIn(
    things: { readonly monitors: readonly MonitorToBring[]; readonly topics: readonly TopicInput[] },
    actor: Actor,
  ): Promise<{ readonly monitors: readonly BroughtIn[]; readonly topics: readonly BroughtIn[] }>;
  project(projectId: string): Promise<Project | null>;
  projects(): Promise<readonly Project[]>;
  /**
   * Changes a project's settings. Its pulses follow in the same transaction: those in the old zone move to the new one,
   * those that tell the board's old topic tell the new one.
   */
  changeProject(
    projectId: string,
    patch: {
      readonly name?: string | undefined;
      readonly timezone?: string | undefined;
      readonly defaultTopics?: readonly string[] | undefined;
      readonly heartbeatBoard?: Partial<HeartbeatBoard> | undefined;
    },
    actor: Actor,
  ): Promise<Project | "unknown-topics" | null>;
  /** The projects whose board has a digest due, with the instant at which it was. */
  dueDigests(): Promise<readonly { readonly projectId: string; readonly dueAt: number }[]>;
  /** Says that the digest of this instant went out; the next one is due an interval later, and never in the past. */
  digestSent(projectId: string, dueAt: number): Promise<void>;
  /** `taken`: the value belongs to a key already. */
  createKey(
    key: {
      readonly projectId: string;
      readonly kind: KeyKind;
      readonly name: string;
      readonly value: string;
      /** The only monitor that it is for; absent: any of the project. */
      readonly monitorId?: string | undefined;
    },
    actor: Actor,
  ): Promise<Key | "taken">;
  /** Looks a key up by its value; notes its use, to the minute. */
  findKey(value: string): Promise<Key | null>;
  keys(projectId: string): Promise<readonly Key[]>;
  /** The value of the newest key that is for this monitor alone; null when it has none. */
  keyOfMonitor(monitorId: string): Promise<string | null>;
  /** The value of a key that people must look up again (ping, check-in); null for the others. */
  showKey(projectId: string, keyId: string): Promise<string | null>;
  revokeKey(projectId: string, keyId: string, actor: Actor): Promise<boolean>;
}

// ---------------------------------------------------------------- pages

/** `from` and `to` of a change, and when the incident opened that it belongs to. */
export type ToldChange = Pick<StoredTransition, "at" | "from" | "to" | "incidentOpenedAt">;

/** A monitor with what became of it. */
export interface ToldMonitor {
  readonly monitor: Monitor;
  /** Stands for the monitor where strangers read; nobody finds its ping address from it. */
  readonly publicId: string;
  /** Oldest first. */
  readonly changes: readonly ToldChange[];
  /** True when there were more changes than asked for: the oldest are left out. */
  readonly isCut: boolean;
}

export type PutStatusPageOutcome =
  | { readonly kind: "put"; readonly page: StatusPage }
  | { readonly kind: "slug-taken" }
  /** The page names monitors that the project does not have. */
  | { readonly kind: "unknown-monitors"; readonly monitorIds: readonly string[] };

export interface PagesPort {
  /** What the project's status page shows; monitors that are gone are left out. Null: it was never set up. */
  statusPage(projectId: string): Promise<StatusPage | null>;
  /** The page of this slug, switched on or not. */
  statusPageBySlug(slug: string): Promise<StatusPage | null>;
  /** Sets a project's status page up, or replaces it. */
  putStatusPage(page: Omit<StatusPage, "changedAt">, actor: Actor): Promise<PutStatusPageOutcome>;
  /** Monitors of a project with their changes since an instant, at most so many each, in the order asked for. */
  tell(
    projectId: string,
    monitorIds: readonly string[],
    since: { readonly at: number; readonly mostChanges: number },
  ): Promise<readonly ToldMonitor[]>;
  /** The tags that monitors of a project carry, in order. */
  tags(projectId: string): Promise<readonly string[]>;
  /** The addresses of badges, in the order of what they tell of; null: there is no such project. */
  badgeAddresses(projectId: string, subjects: readonly BadgeSubject[]): Promise<readonly BadgeAddress[] | null>;
  /** What the badge of an address tells of; of a tag the address names it. Null: this address was never given out. */
  badgeSubject(
    address: BadgeAddress & { readonly tag: string | null },
  ): Promise<{ readonly projectId: string; readonly subject: BadgeSubject } | null>;
  /** Gives all badges of a project new addresses; the old ones stop working at once. False: there is no such project. */
  rotateBadges(projectId: string, actor: Actor): Promise<boolean>;
}
