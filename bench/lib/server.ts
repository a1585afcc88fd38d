import { type ChildServer, startChildServer } from "../../server/test/child-server.ts";
import type { Run } from "./benchmark.ts";
import { API_KEY, ENVIRONMENT } from "./data-folder.ts";
import { stopChild } from "./programs.ts";

/** Starts `watchbell serve` on a data folder; it is stopped when the benchmark ends. */
export async function startServer(
  run: Run,
  dataDir: string,
  options: { readonly bin?: string; readonly port?: number } = {},
): Promise<ChildServer> {
  const starting = startChildServer({ dataDir, env: ENVIRONMENT, ...options });
  // Also when the run is stopped while the server still starts.
  run.stack.defer(async () => {
    const server = await starting.catch(() => null);
    if (server !== null) await stopChild(server.child);
  });
  return await starting;
}

/** Asks the management API; fails on an answer that is no success. */
export async function api(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "X-Api-Key": API_KEY, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}
