import { parseSettings } from "../src/config/parse-settings.ts";
import { type RunningServer, startServer, type WatchfulServer } from "../src/hosts/server.ts";
import type { Json } from "./whole/stage.ts";

/** A server in this process, with all that it printed. */
export interface StartedServer extends WatchfulServer {
  readonly lines: readonly string[];
}

/** Servers that share one PostgreSQL database. */
export interface SharedServers {
  /** A write key of the first project. */
  readonly apiKey: string;
  /** What each of them is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts one more on a free port. */
  start(env: Readonly<Record<string, string>>): Promise<StartedServer>;
  /** Calls the API of one; throws when it refuses. */
  api(server: Pick<RunningServer, "address">, method: string, path: string, body?: object): Promise<Json>;
}

const API_KEY = "a-write-key-of-a-test-0123456789";
const SECRET_KEY = "a-secret-of-a-test-that-is-long-enough";

const nothingToRead = (): never => {
  throw new Error("there are no files");
};

/** Makes servers that share a database and their keys. */
export function shareServers({
  databaseUrl,
  dataDir,
}: {
  readonly databaseUrl: string;
  readonly dataDir: string;
}): SharedServers {
  const common = {
    WATCHBELL_DATA_DIR: dataDir,
    WATCHBELL_DATABASE_URL: databaseUrl,
    WATCHBELL_SECRET_KEY: SECRET_KEY,
    WATCHBELL_BOOTSTRAP_API_KEY: API_KEY,
    WATCHBELL_PORT: "0",
    WATCHBELL_LOG_LEVEL: "silent",
  };
  return {
    apiKey: API_KEY,
    env: common,
    async start(env) {
      const parsed = parseSettings({ env: { ...common, ...env }, cwd: dataDir, readFile: nothingToRead });
      if (parsed.kind !== "ok") throw new Error(JSON.stringify(parsed.problems));
      const lines: string[] = [];
      const server = await startServer(parsed.settings, { print: (line) => lines.push(line) });
      return { ...server, lines };
    },
    async api({ address }, method, path, body) {
      const answer = await fetch(`${address}/api/v1${path}`, {
        method,
        headers: { "X-Api-Key": API_KEY, "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
  };
}
