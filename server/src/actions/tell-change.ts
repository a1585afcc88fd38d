import type { App } from "./app.ts";
import type { ChangeKind } from "./change-feed.ts";

/** Tells those who listen that something of a project was changed; `id` null: several things. */
export function tellChange(app: App, projectId: string, kind: ChangeKind, id: string | null): void {
  app.changes.announce([{ projectId, kind, id, status: null }]);
}
