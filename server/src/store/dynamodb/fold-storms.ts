import { newId } from "../../lib/ids.ts";
import type { MonitorFacts } from "../../model/index.ts";
import { routeDigest } from "../../route/route-digest.ts";
import { isStorm, MAX_FOLDED, STORM_PACE_MS } from "../../route/storm.ts";
import type { FoldedStorm } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { flushLane } from "./flush-lane.ts";
import { DIGESTS, endedIn, isUntold, type Lane, laneFromItem, laneItem, laneKey, lanePartition } from "./lane.ts";
import { loadProject } from "./load-projects.ts";
import { loadTopicsById } from "./load-topics.ts";
import { factsOf, messageFromItem, messageKey } from "./message-item.ts";
import { loadPace, type Pace, putPace } from "./pace.ts";
import { isClosedOff, loadTarget, tokensOf } from "./target.ts";
import { integrationFromItem, integrationKey, type TargetOfTopic } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { loadLanes, markedIntegrations } from "./waiting.ts";
import { writeNotifications } from "./write-notifications.ts";

/** So many lanes are taken in one transaction. */
const AT_ONCE = 90;

/**
 * Puts one digest in the place of what waits for each integration that is in a storm. A storm is more than one
 * transaction holds, so it is folded in steps, each of which leaves things right:
 *
 * 1. The integration is marked with the id of the digest to come: whoever comes second finds the mark and does nothing.
 * 2. Lanes of which nothing was tried are taken whole, some at a time: what waited in them is over, and they are behind
 *    the digest. A lane that a sender claims meanwhile is left to it.
 * 3. When all are taken, the digest is made of what was: one transaction, which takes the mark away.
 * 4. The items of what was folded follow.
 *
 * Who finds a mark that is a minute old goes on at step 3: its maker is dead.
 */
export async function foldStorms(deps: DynamoDeps): Promise<readonly FoldedStorm[]> {
  const folded: FoldedStorm[] = [];
  for (const integrationId of await markedIntegrations(deps.port)) {
    const storm = await foldOne(deps, integrationId);
    if (storm !== null) folded.push(storm);
  }
  return folded;
}

async function foldOne(deps: DynamoDeps, integrationId: string): Promise<FoldedStorm | null> {
  const item = await deps.port.get(integrationKey(integrationId));
  const integration = item && integrationFromItem(item);
  if (!integration?.rate || integration.keepsIncidents) return null;
  const left = await loadPace(deps.port, integrationId);
  if (left.gathering !== null && (left.stormAt ?? 0) + STORM_PACE_MS <= deps.now()) {
    return await makeDigest(deps, integration, left.gathering);
  }
  const digestId = newId();
  const lanes = await transact(deps, (trx) => mark(trx, integrationId, digestId));
  if (lanes === null) return null;
  for (let start = 0; start < lanes.length; start += AT_ONCE) {
    const names = lanes.slice(start, start + AT_ONCE).map(({ name }) => name);
    await transact(deps, (trx) => gather(trx, { integrationId, names, digestId }));
  }
  return await makeDigest(deps, integration, digestId);
}

/**
 * The lanes that a digest may tell; null: it is no storm. Not for integrations that may not be sent to, nor while their
 * last digest still waits, or went out a moment ago.
 */
async function mark(trx: Transaction, integrationId: string, digestId: string): Promise<readonly Lane[] | null> {
  const { now } = trx;
  const item = await trx.get(integrationKey(integrationId));
  const integration = item && integrationFromItem(item);
  if (!integration?.enabled || integration.suspended || !integration.rate) return null;
  const pace = await loadPace(trx, integrationId);
  if (pace.gathering !== null || (pace.stormAt ?? 0) > now - STORM_PACE_MS) return null;
  const target = await loadTarget(trx, integration.bucketId);
  if (isClosedOff(target, now) || target.breaker.open) return null;
  const lanes = (await trx.query({ pk: lanePartition(integrationId) })).map(laneFromItem);
  if (lanes.some(({ name, waiting }) => name === DIGESTS && waiting.length > 0)) return null;
  const untold = lanes.filter(isUntold).toSorted(bySeq).slice(0, MAX_FOLDED);
  const { rate } = integration;
  if (!isStorm({ count: untold.length, tokens: tokensOf(target, rate, now), rate })) return null;
  const marked: Pace = { integrationId, stormAt: now, gathering: digestId };
  putPace(trx, marked);
  return untold;
}

function bySeq(a: Lane, b: Lane): number {
  return (a.waiting[0]?.seq ?? "") < (b.waiting[0]?.seq ?? "") ? -1 : 1;
}

interface Gather {
  readonly integrationId: string;
  readonly names: readonly string[];
  readonly digestId: string;
}

/** Ends what waits in lanes that are still untold. */
async function gather(trx: Transaction, { integrationId, names, digestId }: Gather): Promise<void> {
  for (const item of await trx.getMany(names.map((name) => laneKey(integrationId, name)))) {
    const lane = laneFromItem(item);
    if (!isUntold(lane)) continue;
    const all = new Set(lane.waiting.map(({ id }) => id));
    const told = endedIn(lane, all, { status: "folded", at: trx.now, digestId });
    trx.put(laneItem({ ...lane, waiting: [], behind: digestId, ended: [...lane.ended, ...told] }));
  }
}

/** Null: nothing was taken, or somebody else made it. */
async function makeDigest(deps: DynamoDeps, integration: TargetOfTopic, digestId: string): Promise<FoldedStorm | null> {
  const taken = (await loadLanes(deps.port, integration.id)).filter(({ behind }) => behind === digestId);
  const told = await loadTold(deps, taken, digestId);
  const storm = await transact(deps, (trx) => writeDigest(deps, trx, { integration, digestId, told }));
  if (storm === null) return null;
  for (let start = 0; start < taken.length; start += 8) {
    await Promise.all(taken.slice(start, start + 8).map((lane) => flushLane(deps, lane)));
  }
  return storm;
}

interface Told {
  readonly facts: MonitorFacts;
  readonly createdAt: number;
}

/** What the digest stands for, in commit order. */
async function loadTold({ port, now }: DynamoDeps, lanes: readonly Lane[], digestId: string): Promise<readonly Told[]> {
  const ids = lanes.flatMap(({ ended }) => ended.filter((one) => one.digestId === digestId).map(({ id }) => id));
  const messages = (await port.getMany(ids.map(messageKey))).map((item) => messageFromItem(item, now()));
  return messages
    .filter((message) => message !== null)
    .toSorted((a, b) => (a.seq < b.seq ? -1 : 1))
    .flatMap((message): Told[] => {
      const facts = factsOf(message);
      return facts.type === "monitor" ? [{ facts, createdAt: message.createdAt }] : [];
    });
}

interface Digest {
  readonly integration: TargetOfTopic;
  readonly digestId: string;
  readonly told: readonly Told[];
}

async function writeDigest(
  deps: DynamoDeps,
  trx: Transaction,
  { integration, digestId, told }: Digest,
): Promise<FoldedStorm | null> {
  const { id: integrationId, name: integrationName, provider, projectId, topicId } = integration;
  const pace = await loadPace(trx, integrationId);
  if (pace.gathering !== digestId) return null;
  putPace(trx, { ...pace, gathering: null });
  const [topic] = await loadTopicsById(trx, [topicId]);
  const project = await loadProject(trx, projectId);
  if (!topic || !project || told.length === 0) return null;
  const folded = told.map(({ facts }) => facts);
  const { now } = trx;
  const notification = routeDigest({ project, topic, integration, folded, now, baseUrl: deps.baseUrl });
  // It takes the turn of the oldest that it stands for, and what came in between does not overtake it.
  const dueAt = Math.min(...told.map(({ createdAt }) => createdAt));
  const [digest] = await writeNotifications(deps, trx, [notification], { messageId: digestId, dueAt });
  if (!digest) return null;
  return { projectId, topicId, topic: topic.name, digestId, integrationName, provider, messages: told.length };
}
