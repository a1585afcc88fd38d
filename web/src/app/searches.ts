/** What strangers see, in the words of the addresses that lead to them. */
interface StrangerSearch {
  readonly next?: string;
  readonly token?: string;
  readonly problem?: string;
}

/** Reads what the address of a stranger's page says. */
export function readStrangerSearch(search: Record<string, unknown>): StrangerSearch {
  const text = (name: string): string | undefined => (typeof search[name] === "string" ? search[name] : undefined);
  return { next: text("next"), token: text("token"), problem: text("problem") };
}

/** How the monitors are listed; several values are separated by commas, which neither statuses nor tags hold. */
interface MonitorsSearch {
  readonly status?: string;
  readonly tag?: string;
  readonly kind?: string;
  readonly text?: string;
  readonly sort?: string;
  readonly descending?: boolean;
}

/** Reads what the address of the list of monitors says. */
export function readMonitorsSearch(search: Record<string, unknown>): MonitorsSearch {
  // The router reads `text=42` as a number.
  const text = (name: string): string | undefined =>
    ["string", "number", "boolean"].includes(typeof search[name]) ? String(search[name]) : undefined;
  return {
    status: text("status"),
    tag: text("tag"),
    kind: text("kind"),
    text: text("text"),
    sort: text("sort"),
    descending: search.descending === true || undefined,
  };
}

/** What is shown of one monitor. */
interface MonitorSearch {
  /** How far back the timeline goes. */
  readonly range?: string;
  /** Which kinds of lines of the log are shown. */
  readonly log?: readonly string[];
  /** By what it is pinged. */
  readonly how?: string;
}

/** Reads what the address of one monitor says. */
export function readMonitorSearch(search: Record<string, unknown>): MonitorSearch {
  const { range, log, how } = search;
  return {
    ...(typeof range === "string" && { range }),
    ...(Array.isArray(log) && { log: log.filter((type) => typeof type === "string") }),
    ...(typeof how === "string" && { how }),
  };
}

/** A link that was mailed to a new address brings its secret along. */
interface AccountSearch {
  readonly email?: string;
}

/** Reads what the address of the account's page says. */
export function readAccountSearch({ email }: Record<string, unknown>): AccountSearch {
  return typeof email === "string" ? { email } : {};
}
