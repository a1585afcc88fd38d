import type { App } from "./app.ts";

/** The figures as Prometheus reads them; those of the queue are as it stands now. */
export async function readMetrics(app: App): Promise<{ readonly text: string; readonly contentType: string }> {
  const { registry, outboxWaiting, outboxAgeSeconds, outboxDead, breakersOpen } = app.metrics;
  const [backlog, now] = await Promise.all([app.store.outbox.backlog(), app.store.now()]);
  outboxWaiting.set(backlog.waiting);
  outboxDead.set(backlog.dead);
  breakersOpen.set(backlog.openBreakers);
  outboxAgeSeconds.set(backlog.oldestDueAt === null ? 0 : Math.max(0, now - backlog.oldestDueAt) / 1_000);
  return { text: await registry.metrics(), contentType: registry.contentType };
}
