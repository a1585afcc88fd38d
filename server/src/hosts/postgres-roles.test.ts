import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, postgresMissing } from "../../test/postgres-stage.ts";
import { type SharedServers, type StartedServer, shareServers } from "../../test/shared-servers.ts";
import { type Sink, startSink } from "../../test/sink.ts";
import { PROCESS_ROLES, type ProcessRole } from "../config/process-roles.ts";

const missing = postgresMissing();

/** Every way to choose at least one of the roles. */
const COMBINATIONS: readonly (readonly ProcessRole[])[] = Array.from(
  { length: 2 ** PROCESS_ROLES.length - 1 },
  (_, n) => PROCESS_ROLES.filter((_role, bit) => ((n + 1) >> bit) % 2 === 1),
);

describe.skipIf(missing !== null)(`the roles of a process${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let dataDir: string;
  let shared: SharedServers;
  let sink: Sink;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "watchbell-roles-"));
    shared = shareServers({ databaseUrl: await createDatabase(), dataDir });
    sink = await startSink();
    // The first process of all makes the project.
    await (await shared.start({})).stop();
  });
  afterAll(async () => {
    await sink.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const statusOf = async (server: StartedServer, path: string, key = ""): Promise<number> =>
    (await fetch(server.address + path, { headers: { "X-Api-Key": key } })).status;

  it.each(COMBINATIONS.map((roles) => [roles.join(","), roles] as const))(
    "decide what it answers and says at its start, and it stops: %s",
    async (list, roles) => {
      const server = await shared.start({ WATCHBELL_ROLES: list });
      const takesRequests = roles.includes("http");
      expect(server.lines.join("\n")).toContain(`  Roles       ${roles.join(", ")}`);
      expect(server.lines.some((line) => line.startsWith("Watchbell runs without http"))).toBe(!takesRequests);
      expect(server.lines.some((line) => line.includes("/set-up?token="))).toBe(takesRequests);
      expect(await statusOf(server, "/healthz")).toBe(200);
      expect(await statusOf(server, "/readyz")).toBe(200);
      expect(await statusOf(server, "/metrics")).toBe(401);
      expect(await statusOf(server, "/metrics", shared.apiKey)).toBe(200);
      expect(await statusOf(server, "/api/v1/monitors", shared.apiKey)).toBe(takesRequests ? 200 : 404);
      await server.stop();
      await expect(fetch(server.address)).rejects.toThrow();
    },
  );

  it("share the work out: four processes with one role each do together what one does alone", async () => {
    const [http, ...others] = await Promise.all(PROCESS_ROLES.map((role) => shared.start({ WATCHBELL_ROLES: role })));
    if (!http) throw new Error("nothing was started");
    const hook = { provider: "webhook", name: "hook", credentials: { url: sink.url } };
    await shared.api(http, "PUT", "/channels/split/topics/all", { integrations: [hook] });
    const schedule = { type: "period", periodSeconds: 1, graceSeconds: 0 };
    const job = await shared.api(http, "POST", "/monitors", { name: "job", schedule, topics: ["split+all"] });
    const port = Number(new URL(sink.url).port);
    const probe = { type: "tcp", host: "127.0.0.1", port, retries: 0 };
    const look = await shared.api(http, "POST", "/monitors", { name: "look", probe, topics: ["split+all"] });
    await fetch(`${http.address}/ping/${job.id}`);
    // The one that sweeps finds it silent, and the one that delivers tells it.
    await sink.arrived(1);
    expect(sink.received[0]?.body).toContain("job");
    await expect.poll(async () => (await shared.api(http, "GET", `/monitors/${look.id}`)).status).toBe("up");
    await Promise.all([http, ...others].map((server) => server.stop()));
  });
});
