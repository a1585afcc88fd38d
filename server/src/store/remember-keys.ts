import type { Key } from "../model/index.ts";
import type { PeoplePort, Store } from "./ports.ts";
import { rememberSessions } from "./remember-sessions.ts";

/** So short that the last use of a key still is noted to the minute. */
const REMEMBERED_MS = 5_000;
const MOST_KEYS = 1_000;

interface Remembered {
  readonly key: Key;
  readonly until: number;
}

/**
 * A store that remembers for seconds which keys and sessions it found, so that a ping by key and slug asks the database
 * once, not twice. Only for a process that is alone with its database: a key revoked here is unknown at once, one revoked
 * elsewhere seconds later. What was not found is not remembered.
 */
export function rememberKeys(store: Store, now: () => number): Store {
  const { people } = store;
  let known = new Map<string, Remembered>();

  const findKey = async (value: string): Promise<Key | null> => {
    const found = known.get(value);
    if (found !== undefined && now() < found.until) return found.key;
    // A revocation meanwhile puts a new map in place: what was on its way then is not remembered.
    const asked = known;
    const key = await people.findKey(value);
    if (asked.size >= MOST_KEYS) asked.clear();
    if (key !== null) asked.set(value, { key, until: now() + REMEMBERED_MS });
    return key;
  };
  const revokeKey: PeoplePort["revokeKey"] = async (...args) => {
    try {
      return await people.revokeKey(...args);
    } finally {
      known = new Map();
    }
  };
  const { accounts, forget } = rememberSessions(store.accounts, now, {
    // With a project its keys go too.
    onForget: () => {
      known = new Map();
    },
  });
  const changeProject: PeoplePort["changeProject"] = async (...args) => {
    try {
      return await people.changeProject(...args);
    } finally {
      forget();
    }
  };
  return {
    now: () => store.now(),
    checkHealth: () => store.checkHealth(),
    outgrown: () => store.outgrown(),
    seal: (secret) => store.seal(secret),
    close: () => store.close(),
    watch: store.watch,
    outbox: store.outbox,
    topics: store.topics,
    alarms: store.alarms,
    incidents: store.incidents,
    history: store.history,
    pages: store.pages,
    accounts,
    people: {
      bootstrap: (seed) => people.bootstrap(seed),
      bringIn: (things, actor) => people.bringIn(things, actor),
      project: (projectId) => people.project(projectId),
      projects: () => people.projects(),
      changeProject,
      dueDigests: () => people.dueDigests(),
      digestSent: (projectId, dueAt) => people.digestSent(projectId, dueAt),
      createKey: (key, actor) => people.createKey(key, actor),
      findKey,
      keys: (projectId) => people.keys(projectId),
      keyOfMonitor: (monitorId) => people.keyOfMonitor(monitorId),
      showKey: (projectId, keyId) => people.showKey(projectId, keyId),
      revokeKey,
    },
  };
}
