import type { Received } from "../sink.ts";
import type { Crew } from "./crew.ts";
import type { Ledger, StoredPing } from "./ledger.ts";
import { type Books, SILENT_LIMIT_MS } from "./load.ts";

/** What the books are compared with. */
export interface Evidence {
  readonly crew: Crew;
  readonly books: Books;
  readonly ledger: Ledger;
  readonly received: readonly Received[];
}

/** What was found: how much of everything, and what does not balance. */
export interface Audit {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** A stored change of status. */
interface StoredTransition {
  readonly slug: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

/** Compares what was promised with what is stored and what arrived. */
export async function checkBooks(evidence: Evidence): Promise<Audit> {
  const { crew, books, ledger, received } = evidence;
  await ledger.collect();
  const transitions = await loadTransitions(crew);
  const faults = [
    ...ledger.changed.map((key) => `ping ${key} became another one`),
    ...books.contradictions.map((text) => `a repeated publication was answered otherwise: ${text}`),
    ...checkPings(books, ledger),
    ...(await checkCounts(crew, ledger)),
    ...checkTransitions(ledger, transitions, books),
    ...(await checkNotifications(crew)),
    ...(await checkMessages(evidence)),
    ...(await checkStates(crew)),
  ];
  const delivered = new Set(received.map(idOf));
  const counts = {
    "pings acknowledged": books.pings.size,
    "pings stored": ledger.pings.size,
    "publications acknowledged": books.publications.size,
    transitions: transitions.length,
    deliveries: received.length,
    "messages delivered": delivered.size,
    repeats: received.length - delivered.size,
    "requests cut off": books.cutOff,
    "requests refused": books.refused,
  };
  return { counts, faults };
}

/** Every acknowledged ping is stored once, where it belongs and as what it was. */
function checkPings(books: Books, ledger: Ledger): readonly string[] {
  const byToken = Map.groupBy(ledger.pings.values(), (ping) => ping.token);
  const faults: string[] = [];
  for (const [token, stored] of byToken) {
    if (stored.length > 1) faults.push(`ping ${token} is stored ${stored.length} times`);
  }
  for (const [token, { slug, action }] of books.pings) {
    const stored = byToken.get(token)?.[0];
    if (!stored) faults.push(`ping ${token} of ${slug} was acknowledged and is not stored`);
    else if (stored.slug !== slug || stored.kind !== action) {
      faults.push(`ping ${token} was ${action} of ${slug} and is ${stored.kind} of ${stored.slug}`);
    }
  }
  return faults;
}

/** Pings are numbered without a hole, and a monitor has counted as many as there are. */
async function checkCounts(crew: Crew, ledger: Ledger): Promise<readonly string[]> {
  const bySlug = Map.groupBy(ledger.pings.values(), (ping) => ping.slug);
  const rows = await crew.query<{ slug: string; ping_count: string }>(
    "select m.slug, s.ping_count from monitor_states s join monitors m on m.seq = s.monitor_seq where m.slug is not null",
  );
  return rows.flatMap(({ slug, ping_count: count }) => {
    const numbers = (bySlug.get(slug) ?? []).map(({ n }) => n).toSorted((a, b) => a - b);
    const isWhole = numbers.every((n, index) => n === index + 1) && numbers.length === Number(count);
    return isWhole ? [] : [`${slug} counts ${count} pings, and ${numbers.length} are stored`];
  });
}

async function loadTransitions(crew: Crew): Promise<readonly StoredTransition[]> {
  const rows = await crew.query<{ slug: string; from_status: string; to_status: string; at: string }>(
    "select m.slug, t.from_status, t.to_status, t.at from transitions t join monitors m on m.seq = t.monitor_seq where m.slug is not null order by t.seq",
  );
  return rows.map((row) => ({ slug: row.slug, from: row.from_status, to: row.to_status, at: Number(row.at) }));
}

/** Each monitor changed its status as its pings say, each time once, and silence counted only where there was some. */
function checkTransitions(ledger: Ledger, transitions: readonly StoredTransition[], books: Books): readonly string[] {
  const stored = Map.groupBy(transitions, (transition) => transition.slug);
  const pings = Map.groupBy(ledger.pings.values(), (ping) => ping.slug);
  const slugs = new Set([...stored.keys(), ...pings.keys()]);
  return [...slugs].flatMap((slug) => {
    const found = (stored.get(slug) ?? []).map(({ from, to }) => `${from}-${to}`);
    const heardAt = books.silent.get(slug);
    const expected = heardAt === undefined ? changesOf(pings.get(slug) ?? []) : ["new-up", "up-down"];
    const faults =
      found.join() === expected.join() ? [] : [`${slug} went ${tail(found)}, and its pings say ${tail(expected)}`];
    const [, down] = stored.get(slug) ?? [];
    if (heardAt !== undefined && down && down.at > heardAt + SILENT_LIMIT_MS) {
      // Our own gaps put it off, and never bring it forward.
      return faults;
    }
    const early = heardAt !== undefined && down && down.at < earliest(books, slug) + SILENT_LIMIT_MS;
    return early ? [...faults, `${slug} went down after ${down.at - earliest(books, slug)} ms of silence`] : faults;
  });
}

/** When the only acknowledged ping of a monitor was sent: it was heard then or later. */
function earliest(books: Books, slug: string): number {
  return Math.min(...[...books.pings.values()].filter((ping) => ping.slug === slug).map(({ sentAt }) => sentAt));
}

/** What a row of pings makes of a monitor that is never late. */
function changesOf(pings: readonly StoredPing[]): readonly string[] {
  let status = "new";
  const changes: string[] = [];
  for (const { kind } of pings.toSorted((a, b) => a.n - b.n)) {
    const next = kind === "success" ? "up" : kind === "fail" ? "down" : status;
    if (next !== status) changes.push(`${status}-${next}`);
    status = next;
  }
  return changes;
}

function tail(changes: readonly string[]): string {
  return `${changes.length} ways (… ${changes.slice(-4).join(", ")})`;
}

/** Each outage and each end of one made one notification. */
async function checkNotifications(crew: Crew): Promise<readonly string[]> {
  const rows = await crew.query<{ slug: string; downs: number; told: number; ups: number; ended: number }>(`
    select m.slug,
      (select count(*)::int from transitions t where t.monitor_seq = m.seq and t.to_status = 'down') as downs,
      (select count(*)::int from notifications n where n.monitor_id = m.id and n.event = 'down') as told,
      (select count(*)::int from transitions t where t.monitor_seq = m.seq and t.from_status = 'down') as ups,
      (select count(*)::int from notifications n where n.monitor_id = m.id and n.event = 'up') as ended
    from monitors m where m.slug is not null`);
  return rows.flatMap(({ slug, downs, told, ups, ended }) =>
    downs === told && ups === ended
      ? []
      : [`${slug} went down ${downs} times and up ${ups} times, and ${told} and ${ended} of it were told`],
  );
}

/** Everything acknowledged arrived, in the order of its lane, and repeats came under the same id. */
async function checkMessages({ crew, books, received }: Evidence): Promise<readonly string[]> {
  const faults: string[] = [];
  const firstSeen = new Map<string, number>();
  for (const [index, request] of received.entries()) {
    const id = idOf(request);
    if (!firstSeen.has(id)) firstSeen.set(id, index);
  }
  for (const [key, answer] of books.publications) {
    const ids = Object.values(JSON.parse(answer) as Record<string, string>);
    for (const id of ids) if (!firstSeen.has(id)) faults.push(`message ${id} of publication ${key} never arrived`);
  }
  const byToken = Map.groupBy(received, ({ body }) => /token-\d+-end/.exec(body)?.[0] ?? "");
  byToken.delete("");
  for (const [token, arrivals] of byToken) {
    const ids = new Set(arrivals.map(idOf));
    if (ids.size > 1) faults.push(`publication ${token} came under ${ids.size} ids`);
  }
  const rows = await crew.query<{ id: string; lane: string; status: string }>(
    "select id, lane, status from messages order by seq",
  );
  for (const { id, status } of rows) {
    const arrived = firstSeen.has(id);
    if ((status === "delivered" || status === "accepted") && !arrived)
      faults.push(`message ${id} is ${status} and never arrived`);
    if (status === "waiting" || status === "dead") faults.push(`message ${id} is ${status}`);
  }
  for (const [lane, messages] of Map.groupBy(rows, (row) => row.lane)) {
    const places = messages.flatMap(({ id }) => firstSeen.get(id) ?? []);
    if (places.some((place, index) => place < (places[index - 1] ?? -1)))
      faults.push(`lane ${lane} arrived out of order`);
  }
  return faults;
}

function idOf({ headers }: Received): string {
  return String(headers["webhook-id"]);
}

/** What must hold of every state at rest. */
async function checkStates(crew: Crew): Promise<readonly string[]> {
  const rows = await crew.query<{ slug: string; what: string }>(`
    select m.slug, 'up without a deadline' as what from monitor_states s join monitors m on m.seq = s.monitor_seq
      where s.status = 'up' and s.deadline_at is null
    union all select m.slug, 'never looked at again' from monitor_states s join monitors m on m.seq = s.monitor_seq
      where s.deadline_at is not null and s.sweep_at is null
    union all select m.slug, s.status || ', and its last transition was to ' || t.to_status
      from monitor_states s join monitors m on m.seq = s.monitor_seq
      cross join lateral (select to_status from transitions where monitor_seq = m.seq order by seq desc limit 1) t
      where s.status <> t.to_status
    union all select m.slug, s.incident_count || ' incidents, and ' || count(i.*) || ' are stored'
      from monitor_states s join monitors m on m.seq = s.monitor_seq left join incidents i on i.monitor_seq = m.seq
      group by m.slug, s.incident_count having s.incident_count <> count(i.*)`);
  return rows.map(({ slug, what }) => `${slug} is ${what}`);
}
