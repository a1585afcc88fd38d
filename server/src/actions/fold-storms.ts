import type { App } from "./app.ts";

/** Puts one digest in the place of what waits for each integration that is in a storm. */
export async function foldStorms(app: App): Promise<void> {
  for (const storm of await app.store.outbox.foldStorms()) {
    const { provider, messages } = storm;
    app.metrics.digests.inc({ provider });
    app.metrics.folded.inc({ provider }, messages);
    app.log.info({ ...storm }, "messages that came too fast were folded into a digest");
  }
}
