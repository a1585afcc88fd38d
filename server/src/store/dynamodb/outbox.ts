import type { OutboxPort } from "../ports.ts";
import { backlog } from "./backlog.ts";
import { claim } from "./claim.ts";
import { claimMessage } from "./claim-message.ts";
import type { DynamoDeps } from "./deps.ts";
import { dueIds } from "./due-ids.ts";
import { endLeases } from "./end-leases.ts";
import { expire } from "./expire.ts";
import { foldStorms } from "./fold-storms.ts";
import { createInTurn } from "./in-turn.ts";
import { listMessages } from "./list-messages.ts";
import { loadStanding, showMessages } from "./load-messages.ts";
import { attemptFromItem, attemptsOf, deadPartition, factsOf, messageFromItem, messageKey } from "./message-item.ts";
import { queryAll } from "./port.ts";
import { publish } from "./publish.ts";
import { replay } from "./replay.ts";
import { settle } from "./settle.ts";

/** Makes the outbox of a DynamoDB store. */
export function createOutbox(deps: DynamoDeps): OutboxPort {
  const { port } = deps;
  const inTurn = createInTurn();
  let lastIntegration = "";
  const load = async (projectId: string, messageId: string) => {
    const message = messageFromItem(await port.get(messageKey(messageId)), deps.now());
    return message?.projectId === projectId ? message : null;
  };
  return {
    publish: (notification, idempotency) => publish(deps, inTurn, notification, idempotency),
    foldStorms: () => foldStorms(deps),
    async claim(request) {
      const result = await claim(deps, request, lastIntegration);
      lastIntegration = result.lastIntegration;
      return result.claimed;
    },
    claimMessage: (messageId, leaseMs) => claimMessage(deps, messageId, leaseMs),
    dueIds: (limit) => dueIds(deps, limit),
    settle: (leaseId, settlement) => inTurn(leaseId, () => settle(deps, leaseId, settlement)),
    endLeases: () => endLeases(deps),
    expire: (limit) => expire(deps, limit),
    replay: (projectId, select, actor) => replay(deps, { projectId, select, actor }),
    async get(projectId, messageId) {
      const found = await load(projectId, messageId);
      if (!found) return null;
      const [message] = await showMessages(deps, await loadStanding(deps, [found]));
      const attempts = (await queryAll(port, attemptsOf(messageId))).map(attemptFromItem);
      return message ? { message, attempts } : null;
    },
    list: (filter) => listMessages(deps, filter),
    async facts(projectId, messageId) {
      const message = await load(projectId, messageId);
      return message && { event: message.event, facts: factsOf(message) };
    },
    async countDead(projectId) {
      const dead = await queryAll(port, { pk: deadPartition(projectId) });
      return dead.filter(({ keptUntil }) => Number(keptUntil) >= deps.now()).length;
    },
    backlog: () => backlog(deps),
  };
}
