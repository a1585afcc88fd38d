import { type Actor, actorName, type Incident, type IncidentNote } from "../../model/index.ts";
import { pageOf, unpackCursor } from "../cursor.ts";
import type { IncidentFilter, IncidentsPort, Page } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import {
  incidentFromItem,
  incidentKey,
  incidentsPartition,
  notesPrefix,
  type StoredIncident,
} from "./incident-items.ts";
import type { Item } from "./item.ts";
import { monitorKey } from "./keys.ts";
import { loadMonitorsById } from "./load-monitors.ts";
import { isAlive } from "./log-items.ts";
import { type Query, queryAll, type Reader } from "./port.ts";
import { transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";

/** So many incidents are looked at a time. */
const AT_A_TIME = 100;
/** Above every place in a list. */
const END = "~";

/** Makes the incidents port of a DynamoDB store. */
export function createIncidents(deps: DynamoDeps): IncidentsPort {
  const { port } = deps;
  return {
    list: (filter) => listIncidents(deps, filter),
    async get(projectId, incidentId) {
      const found = await findIncident(deps, port, { projectId, incidentId });
      if (!found) return null;
      const query = { pk: monitorKey(found.monitorId).pk, range: { startsWith: notesPrefix(found.n) } };
      return { incident: found, notes: (await queryAll(port, query)).map(noteFromItem) };
    },
    async countOpen(projectId) {
      const pk = incidentsPartition(projectId, "open");
      return (await queryAll(port, { index: "index-1", pk })).length;
    },
    addNote: (note, actor) => addNote(deps, note, actor),
  };
}

interface Placed {
  readonly incident: Incident;
  readonly state: "open" | "closed";
  readonly place: string;
}

/** Open ones first, then those that are over: two lists, one after the other. */
async function listIncidents(deps: DynamoDeps, filter: IncidentFilter): Promise<Page<Incident>> {
  const [from, place] =
    filter.cursor === undefined
      ? ["open", END]
      : (unpackCursor(filter.cursor, ["string", "string"]) as readonly [string, string]);
  const wanted = filter.limit + 1;
  const found: Placed[] = [];
  if (filter.state !== "closed" && from === "open") {
    found.push(...(await readPlaced(deps, filter, { state: "open", before: place, limit: wanted })));
  }
  if (filter.state !== "open" && found.length < wanted) {
    const before = from === "closed" ? place : END;
    found.push(...(await readPlaced(deps, filter, { state: "closed", before, limit: wanted - found.length })));
  }
  return pageOf(
    found,
    filter.limit,
    ({ incident }) => incident,
    (each) => [each.state, each.place],
  );
}

interface Stretch {
  readonly state: "open" | "closed";
  readonly before: string;
  readonly limit: number;
}

async function readPlaced(
  deps: DynamoDeps,
  { projectId, monitorId }: IncidentFilter,
  { state, before, limit }: Stretch,
): Promise<readonly Placed[]> {
  const found: Placed[] = [];
  let after: Query["after"];
  do {
    const answer = await deps.port.query({
      index: "index-1",
      pk: incidentsPartition(projectId, state),
      range: { upTo: before },
      newestFirst: true,
      limit: AT_A_TIME,
      after,
    });
    const now = deps.now();
    const items = answer.items.filter((item) => item.g1sk !== before && isAlive(item, now));
    for (const [index, incident] of (await named(deps, deps.port, items.map(incidentFromItem))).entries()) {
      const place = items[index]?.g1sk;
      const isWanted = incident !== null && (monitorId === undefined || incident.monitorId === monitorId);
      if (isWanted && found.length < limit) found.push({ incident, state, place: String(place) });
    }
    after = found.length < limit ? (answer.next ?? undefined) : undefined;
  } while (after !== undefined);
  return found;
}

/** Incidents with what their monitors are called now; null in place of one whose monitor is gone. */
async function named(deps: DynamoDeps, reader: Reader, stored: readonly StoredIncident[]) {
  const monitors = await loadMonitorsById(
    deps,
    reader,
    stored.map(({ monitorId }) => monitorId),
  );
  return stored.map((each): Incident | null => {
    const monitor = monitors.get(each.monitorId);
    if (!monitor) return null;
    const { name, kind } = monitor.config;
    return { id: `${each.monitorId}-${each.n}`, ...each, monitorName: name, monitorKind: kind };
  });
}

async function findIncident(
  deps: DynamoDeps,
  reader: Reader,
  { projectId, incidentId }: { readonly projectId: string; readonly incidentId: string },
): Promise<Incident | null> {
  const [, monitorId, n] = /^(.{1,100})-(\d{1,9})$/.exec(incidentId) ?? [];
  if (monitorId === undefined || n === undefined) return null;
  const item = await reader.get(incidentKey(monitorId, Number(n)));
  if (item === null || item.projectId !== projectId || !isAlive(item, deps.now())) return null;
  return (await named(deps, reader, [incidentFromItem(item)]))[0] ?? null;
}

function noteFromItem({ sk, at, actor, text }: Item): IncidentNote {
  return { id: sk.slice(sk.lastIndexOf("#") + 1), at: Number(at), actor: String(actor), text: String(text) };
}

async function addNote(
  deps: DynamoDeps,
  { projectId, incidentId, text }: Parameters<IncidentsPort["addNote"]>[0],
  actor: Actor,
): Promise<IncidentNote | null> {
  return await transact(deps, async (trx) => {
    const incident = await findIncident(deps, trx, { projectId, incidentId });
    if (!incident) return null;
    const { monitorId, n } = incident;
    const note = { id: deps.sequence(trx.now), at: trx.now, actor: actorName(actor), text };
    const { id, ...told } = note;
    trx.create({ pk: monitorKey(monitorId).pk, sk: `${notesPrefix(n)}${id}`, ...told });
    const line = `Note on incident ${n} of ${incident.monitorName}: ${text}`;
    writeHistory(deps, trx, [{ projectId, at: trx.now, kind: "incident-noted", actor, monitorId, text: line }]);
    return note;
  });
}
