import { type AlarmBody, AppError } from "../model/index.ts";
import type { Page, PageRequest } from "../store/ports.ts";
import type { App, Caller } from "./app.ts";
import { getMonitor } from "./get-monitor.ts";
import { getTopic, type TopicAddress } from "./get-topic.ts";

/** What monitoring systems sent to a topic, newest first. */
export async function listAlarmBodies(
  app: App,
  caller: Caller,
  request: TopicAddress & PageRequest,
): Promise<Page<AlarmBody>> {
  const topic = await getTopic(app, caller, request);
  return app.store.alarms.bodies(topic.id, { limit: request.limit, cursor: request.cursor });
}

/** The bytes of one body. */
export async function getAlarmBody(app: App, caller: Caller, bodyId: string): Promise<Uint8Array> {
  const body = await app.store.alarms.body(caller.projectId, bodyId);
  if (body !== null) return body;
  throw new AppError("not_found", "There is no such body in your project; bodies are kept for 30 days.");
}

/** The newest bytes that spoke of an alarm. */
export async function getLastAlarmBody(
  app: App,
  caller: Caller,
  address: { readonly monitorId: string },
): Promise<Uint8Array> {
  const monitor = await getMonitor(app, caller, address);
  const body = await app.store.alarms.lastBody(monitor.id);
  if (body !== null) return body;
  throw new AppError(
    "not_found",
    "No body is kept for this monitor: it is no alarm, or the body is older than 30 days.",
  );
}
