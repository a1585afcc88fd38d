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
  /** What the lines of the log that are shown mention. */
  readonly text?: string;
  /** By what it is pinged. */
  readonly how?: string;
}

/** Reads what the address of one monitor says. */
export function readMonitorSearch(search: Record<string, unknown>): MonitorSearch {
  const { range, log, text, how } = search;
  return {
    ...(typeof range === "string" && { range }),
    ...(Array.isArray(log) && { log: log.filter((type) => typeof type === "string") }),
    // The router reads `text=42` as a number.
    ...(["string", "number", "boolean"].includes(typeof text) && { text: String(text) }),
    ...(typeof how === "string" && { how }),
  };
}

/** What brings one to the account's page. */
interface AccountSearch {
  /** The secret of a link that was mailed to a new address. */
  readonly email?: string;
  /** Why the account could not be linked with another service. */
  readonly problem?: string;
}

/** Reads what the address of the account's page says. */
export function readAccountSearch({ email, problem }: Record<string, unknown>): AccountSearch {
  return {
    ...(typeof email === "string" && { email }),
    ...(typeof problem === "string" && { problem }),
  };
}

/** How the incidents are listed. */
interface IncidentsSearch {
  readonly state?: "open" | "closed";
  readonly monitor?: string;
}

/** Reads what the address of the list of incidents says. */
export function readIncidentsSearch({ state, monitor }: Record<string, unknown>): IncidentsSearch {
  return {
    ...((state === "open" || state === "closed") && { state }),
    ...(typeof monitor === "string" && { monitor }),
  };
}

/** What the page of the alarms shows. */
interface AlarmsSearch {
  readonly tab?: "tokens" | "received";
  readonly severity?: string;
  readonly source?: string;
  /** Also the alarms that are over. */
  readonly all?: true;
  readonly sort?: string;
  readonly descending?: boolean;
  /** The monitor whose details are open. */
  readonly alarm?: string;
  readonly topic?: string;
}

/** Reads what the address of the alarms says. */
export function readAlarmsSearch(search: Record<string, unknown>): AlarmsSearch {
  const { tab, severity, source, all, alarm } = search;
  return {
    ...((tab === "tokens" || tab === "received") && { tab }),
    ...(typeof severity === "string" && { severity }),
    ...(typeof source === "string" && { source }),
    ...(all === true && { all }),
    ...(typeof alarm === "string" && { alarm }),
    ...readMonitorsSearch(search),
    ...readTopicSearch(search),
  };
}

/** Reads which topic a page is about. */
export function readTopicSearch({ topic }: Record<string, unknown>): { readonly topic?: string } {
  return typeof topic === "string" ? { topic } : {};
}

/** How the history is listed. */
interface HistorySearch {
  readonly kind?: string;
  readonly monitor?: string;
  readonly topic?: string;
}

/** Reads what the address of the history says. */
export function readHistorySearch({ kind, monitor, topic }: Record<string, unknown>): HistorySearch {
  return {
    ...(typeof kind === "string" && { kind }),
    ...(typeof monitor === "string" && { monitor }),
    ...readTopicSearch({ topic }),
  };
}
