import type { App } from "./app.ts";
import { sendHeartbeatDigest } from "./send-heartbeat-digest.ts";

/**
 * Sends the digests whose time has come. Another process may do the same at once: the publication is made once for each
 * instant, and whoever comes second finds the next instant set.
 */
export async function sendDueDigests(app: App): Promise<void> {
  for (const { projectId, dueAt } of await app.store.people.dueDigests()) {
    const project = await app.store.people.project(projectId);
    if (project === null) continue;
    const outcome = await sendHeartbeatDigest(app, project, `heartbeat-digest ${projectId} ${dueAt}`);
    if (outcome.kind === "no-topic") {
      const fields = { projectId, overdue: outcome.lines.length };
      app.log.warn(fields, "a heartbeat digest was not sent: the board has no topic");
    }
    await app.store.people.digestSent(projectId, dueAt);
  }
}
