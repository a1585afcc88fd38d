import type { OutboxPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { deadPartition } from "./message-item.ts";
import { type DynamoPort, queryAll } from "./port.ts";
import { BROKEN_TARGETS } from "./target.ts";
import { targetPartition } from "./topic-items.ts";
import { loadLanes, markedIntegrations } from "./waiting.ts";
import { listProjects } from "./write-project.ts";

/** How many messages wait, since when the oldest is due, how many are dead, and how many targets' breakers are open. */
export async function backlog({ port, now }: DynamoDeps): ReturnType<OutboxPort["backlog"]> {
  const integrations = await markedIntegrations(port);
  const lanes = (await Promise.all(integrations.map((id) => loadLanes(port, id)))).flat();
  const heads = lanes.filter(({ waiting }) => waiting.length > 0).map(({ head }) => head.dueAt);
  return {
    waiting: lanes.reduce((sum, lane) => sum + lane.waiting.length, 0),
    oldestDueAt: heads.length === 0 ? null : Math.min(...heads),
    dead: await countAllDead(port, now()),
    openBreakers: await countOpenBreakers(port),
  };
}

async function countAllDead(port: DynamoPort, now: number): Promise<number> {
  const projects = await listProjects(port);
  const dead = await Promise.all(projects.map(({ id }) => queryAll(port, { pk: deadPartition(id) })));
  return dead.flat().filter(({ keptUntil }) => Number(keptUntil) >= now).length;
}

/** Those of targets to which no integration leads any more do not count. */
async function countOpenBreakers(port: DynamoPort): Promise<number> {
  const broken = await queryAll(port, { index: "index-1", pk: BROKEN_TARGETS });
  const leading = await Promise.all(
    broken.map(({ g1sk }) => port.query({ index: "index-1", pk: targetPartition(String(g1sk)), limit: 1 })),
  );
  return leading.filter(({ items }) => items.length > 0).length;
}
