import type { App } from "./app.ts";
import { tellChange } from "./tell-change.ts";

/** Puts one digest in the place of what waits for each integration that is in a storm. */
export async function foldStorms(app: App): Promise<void> {
  for (const storm of await app.store.outbox.foldStorms()) {
    const { projectId, topicId, provider, messages } = storm;
    app.metrics.digests.inc({ provider });
    app.metrics.folded.inc({ provider }, messages);
    tellChange(app, projectId, "message", null);
    tellChange(app, projectId, "topic", topicId);
    app.log.info({ ...storm }, "messages that came too fast were folded into a digest");
  }
}
