import type { Clock } from "../lib/clock.ts";
import type { TransitionTo } from "../model/index.ts";

export const CHANGE_KINDS = ["monitor", "incident", "message", "topic", "key", "project"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Says that something changed, not what: whoever shows it asks again. */
export interface Hint {
  readonly kind: ChangeKind;
  /** Null: several, or it is not known which. */
  readonly id: string | null;
  /** Of a monitor: the stored status that it changed to; null when it did not change. */
  readonly status: TransitionTo | null;
}

export interface Change extends Hint {
  readonly projectId: string;
}

/** Whoever wants to hear of the changes of a project. */
export interface Listener {
  readonly projectId: string;
  /** Who it is; nobody may listen many times at once. */
  readonly owner: string;
  readonly hear: (hints: readonly Hint[]) => void;
  /** The feed is closing. */
  readonly end: () => void;
}

export type Subscription =
  | { readonly kind: "listening"; readonly leave: () => void }
  | { readonly kind: "too-many" }
  /** Nobody can listen where this runs. */
  | { readonly kind: "silent" }
  | { readonly kind: "closed" };

/**
 * Who changed what, told to those who listen in this process. Changes are announced after their commit; they are hints,
 * so that losing one loses nothing that the next look would not show.
 */
export interface ChangeFeed {
  /** False while nobody would hear: then there is no need to say what changed. */
  isHeard(): boolean;
  /** Tells what this process has just committed. */
  announce(changes: readonly Change[]): void;
  /** Tells what another process announced. */
  hearFromElsewhere(changes: readonly Change[]): void;
  /** Tells everybody that several things of each kind changed: another process had more to tell than it could. */
  hearThatMuchChanged(): void;
  subscribe(listener: Listener): Subscription;
  /** Ends every subscription; nobody can listen from then on. */
  close(): void;
}

export interface ChangeFeedOptions {
  readonly clock: Clock;
  /** Hands on to other processes what this one announces. */
  readonly relay?: ((changes: readonly Change[]) => void) | undefined;
}

/** Hints are gathered for so long, so that a busy project tells a few times a second and not with every ping. */
const GATHER_MS = 250;
/** More of one kind at a time are told as "several". */
const MOST_OF_A_KIND = 200;
const MOST_OF_AN_OWNER = 20;
const MOST_LISTENERS = 1_000;

/** The listeners of one project, and what they are about to be told. */
interface Room {
  readonly listeners: Set<Listener>;
  /** By kind, then id. */
  readonly gathered: Map<ChangeKind, Map<string | null, Hint>>;
}

/** Makes the feed of a host that cannot keep a connection open: nobody hears anything. */
export function createSilentFeed(): ChangeFeed {
  return {
    isHeard: () => false,
    announce() {},
    hearFromElsewhere() {},
    hearThatMuchChanged() {},
    subscribe: () => ({ kind: "silent" }),
    close() {},
  };
}

/** Makes a feed without listeners. */
export function createChangeFeed({ clock, relay }: ChangeFeedOptions): ChangeFeed {
  const rooms = new Map<string, Room>();
  const closing = new AbortController();

  const tell = (room: Room): void => {
    const hints = [...room.gathered.values()].flatMap((ofKind) => [...ofKind.values()]);
    room.gathered.clear();
    for (const { hear } of room.listeners) hear(hints);
  };
  const hearFromElsewhere = (changes: readonly Change[]): void => {
    for (const change of changes) {
      const room = rooms.get(change.projectId);
      if (room === undefined) continue;
      const isFirst = room.gathered.size === 0;
      gather(room, change);
      if (isFirst) void clock.sleep(GATHER_MS, closing.signal).then(() => tell(room));
    }
  };
  return {
    isHeard: () => relay !== undefined || rooms.size > 0,
    announce(changes) {
      if (changes.length === 0) return;
      hearFromElsewhere(changes);
      relay?.(changes);
    },
    hearFromElsewhere,
    hearThatMuchChanged() {
      const kinds = CHANGE_KINDS.map((kind) => ({ kind, id: null, status: null }));
      for (const projectId of rooms.keys()) hearFromElsewhere(kinds.map((hint) => ({ projectId, ...hint })));
    },
    subscribe(listener) {
      if (closing.signal.aborted) return { kind: "closed" };
      const all = [...rooms.values()].flatMap(({ listeners }) => [...listeners]);
      const own = all.filter(({ projectId, owner }) => projectId === listener.projectId && owner === listener.owner);
      if (own.length >= MOST_OF_AN_OWNER || all.length >= MOST_LISTENERS) return { kind: "too-many" };
      const room = rooms.get(listener.projectId) ?? { listeners: new Set(), gathered: new Map() };
      rooms.set(listener.projectId, room);
      room.listeners.add(listener);
      const leave = (): void => {
        room.listeners.delete(listener);
        if (room.listeners.size === 0 && rooms.get(listener.projectId) === room) rooms.delete(listener.projectId);
      };
      return { kind: "listening", leave };
    },
    close() {
      closing.abort();
      for (const { listeners } of rooms.values()) for (const { end } of listeners) end();
      rooms.clear();
    },
  };
}

/** The newest word on each thing; a status stays told although a ping without a change came after it. */
function gather(room: Room, { kind, id, status }: Change): void {
  const ofKind = room.gathered.get(kind) ?? new Map<string | null, Hint>();
  room.gathered.set(kind, ofKind);
  // Null stands for all of them already.
  if (ofKind.has(null)) return;
  if (id !== null && (ofKind.size < MOST_OF_A_KIND || ofKind.has(id))) {
    ofKind.set(id, { kind, id, status: status ?? ofKind.get(id)?.status ?? null });
    return;
  }
  ofKind.clear();
  ofKind.set(null, { kind, id: null, status: null });
}
