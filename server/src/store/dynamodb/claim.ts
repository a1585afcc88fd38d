import type { ClaimedMessage } from "../../model/index.ts";
import { UNREADABLE_REASON } from "../delivery-words.ts";
import type { ClaimRequest } from "../ports.ts";
import { cancelOrphans } from "./cancel-waiting.ts";
import type { DynamoDeps } from "./deps.ts";
import { isInFlight, laneFromItem, lanePartition } from "./lane.ts";
import { handOut, type Leased, leaseHead } from "./lease.ts";
import { dueLanes, loadPace, putPace } from "./pace.ts";
import { suspendIntegration } from "./suspend-integration.ts";
import { isClosedOff, loadTarget, probed, putTarget, spend, tokensOf } from "./target.ts";
import { integrationFromItem, integrationKey, type TargetOfTopic } from "./topic-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { markedIntegrations } from "./waiting.ts";

/** So many heads are leased in one transaction: each may write a lost try beside its lane. */
const AT_ONCE = 45;

/** What was leased of one integration. */
interface Taken {
  readonly integration: TargetOfTopic;
  readonly credentials: unknown;
  readonly leased: readonly Leased[];
}

/**
 * Leases the heads of lanes that are due, fairly over the integrations, each integration in transactions of its own.
 *
 * While a message is leased its due time is the lease's end: when the sender dies it becomes due again by itself, and
 * the new lease id makes the old sender's settlement void. Integrations that are disabled, suspended, paused by a rate
 * limit, busy with as many messages as they may, or whose target's breaker is open are passed over; what waits for them
 * hinders nobody. A breaker that is half open lets one message through.
 */
export async function claim(
  deps: DynamoDeps,
  request: ClaimRequest,
  afterIntegration: string,
): Promise<{ readonly claimed: readonly ClaimedMessage[]; readonly lastIntegration: string }> {
  const claimed: ClaimedMessage[] = [];
  let lastIntegration = afterIntegration;
  for (const integrationId of rotate(await markedIntegrations(deps.port), afterIntegration)) {
    for (;;) {
      const left = Math.min(request.limit - claimed.length, AT_ONCE);
      if (left <= 0) return { claimed, lastIntegration };
      const taken = await transact(deps, (trx) => take(deps, trx, integrationId, { ...request, limit: left }));
      if (taken === "orphan") await cancelOrphans(deps, [integrationId]);
      if (taken === null || taken === "orphan") break;
      claimed.push(...(await handOut(deps, taken.integration, taken.credentials, taken.leased)));
      lastIntegration = integrationId;
      if (taken.leased.length < AT_ONCE) break;
    }
  }
  return { claimed, lastIntegration };
}

function rotate(ids: readonly string[], after: string): readonly string[] {
  const start = ids.findIndex((id) => id > after);
  return start <= 0 ? ids : [...ids.slice(start), ...ids.slice(0, start)];
}

/** Null: nothing of this integration may be sent now. `orphan`: it is gone, and something waits for it. */
async function take(
  deps: DynamoDeps,
  trx: Transaction,
  integrationId: string,
  request: ClaimRequest,
): Promise<Taken | "orphan" | null> {
  const lanes = (await trx.query({ pk: lanePartition(integrationId) })).map(laneFromItem);
  if (lanes.length === 0) return null;
  const item = await trx.get(integrationKey(integrationId));
  if (item === null) return "orphan";
  const integration = integrationFromItem(item);
  if (!integration.enabled || integration.suspended !== null) return null;
  const { now } = trx;
  const target = await loadTarget(trx, integration.bucketId);
  if (isClosedOff(target, now)) return null;
  const pace = await loadPace(trx, integrationId);
  const tokens = tokensOf(target, integration.rate, now);
  const inFlight = lanes.filter((lane) => isInFlight(lane, now)).length;
  const most = target.breaker.open ? 1 : request.limit;
  const room = Math.min(most, request.perIntegration - inFlight, Math.floor(tokens));
  if (room <= 0) return null;
  const due = dueLanes(lanes, pace, { tokens, now }).slice(0, room);
  if (due.length === 0) return null;
  const credentials = await readCredentials(deps, trx, integration);
  if (credentials === null) return null;
  putPace(trx, pace);
  const { rate } = integration;
  const asked = target.breaker.open ? probed(target, now + request.leaseMs) : target;
  const left = rate ? spend(asked, rate, { count: due.length, now }) : asked;
  if (left !== target) putTarget(trx, left);
  const leased = due.map((lane) => leaseHead(trx, lane, request.leaseMs));
  return { integration, credentials: credentials.value, leased };
}

/** Null when they cannot be opened: then this integration alone is given up, so that no other is held up by it. */
export async function readCredentials(
  deps: DynamoDeps,
  trx: Transaction,
  { id: integrationId, credentials }: TargetOfTopic,
): Promise<{ readonly value: unknown } | null> {
  try {
    return { value: JSON.parse(deps.vault.open(credentials)) };
  } catch {
    // Damaged or sealed with another key: the reason stands where people look.
    await suspendIntegration(deps, trx, { integrationId, reason: UNREADABLE_REASON });
    return null;
  }
}
