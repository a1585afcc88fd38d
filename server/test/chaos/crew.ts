import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { type ChildServer, startChildServer } from "../child-server.ts";
import { type Cluster, startCluster } from "../postgres/cluster.ts";
import type { FoundPostgres } from "../postgres/find-postgres.ts";
import { makeSmallDisk, type SmallDisk } from "./small-disk.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

const PROCESSES = 3;
const SHIFT_CLOCK = pathToFileURL(join(import.meta.dirname, "shift-clock.ts")).href;

export const API_KEY = "wbw_chaos-test-write-key";
export const PING_KEY = "chaostestpingkey000000";

/** One of the servers, and its way to the database. */
export interface Member {
  readonly name: string;
  readonly proxy: TcpProxy;
  /** The process of now; null while it is dead. */
  server: ChildServer | null;
}

/** Several servers on one database, each behind a proxy of its own. */
export interface Crew {
  readonly cluster: Cluster;
  readonly members: readonly Member[];
  /** Where the database lies; null where no disk could be made. */
  readonly disk: SmallDisk | null;
  /** Asks the database itself, past the proxies. */
  query<Row extends pg.QueryResultRow>(text: string): Promise<readonly Row[]>;
  start(member: Member): Promise<void>;
  /** All that the servers printed which are gone or still run. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and the servers, the first of which makes the schema. */
export async function startCrew(found: FoundPostgres): Promise<Crew> {
  const cluster = await startCluster(found);
  const disk = makeSmallDisk(found.owner);
  await makeDatabase(cluster, disk);
  const dataDir = await mkdtemp(join(tmpdir(), "watchbell-chaos-"));
  const databasePort = Number(new URL(cluster.url("watchbell")).port);
  const secretKey = randomBytes(32).toString("base64");
  const outputs: string[] = [];
  const members: Member[] = [];
  for (let n = 1; n <= PROCESSES; n++) {
    members.push({ name: `server ${n}`, proxy: await startTcpProxy(databasePort), server: null });
  }

  async function start(member: Member): Promise<void> {
    if (member.server) outputs.push(member.server.output());
    member.server = null;
    member.server = await startChildServer({
      dataDir,
      env: {
        WATCHBELL_DATABASE_URL: `postgres://postgres@127.0.0.1:${member.proxy.port}/watchbell`,
        WATCHBELL_SECRET_KEY: secretKey,
        WATCHBELL_BOOTSTRAP_API_KEY: API_KEY,
        WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY,
        WATCHBELL_LOG_LEVEL: "error",
        NODE_OPTIONS: `--import=${SHIFT_CLOCK}`,
      },
    });
  }

  for (const member of members) await start(member);
  return {
    cluster,
    members,
    disk,
    start,
    query: (text) => queryOnce(cluster.url("watchbell"), text),
    output: () => [...outputs, ...members.map(({ server }) => server?.output() ?? "")].join("\n"),
    async stop() {
      await Promise.all(members.map(async ({ server }) => await server?.kill("SIGKILL")));
      await Promise.all(members.map(({ proxy }) => proxy.close()));
      await cluster.stop();
      disk?.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(cluster: Cluster, disk: SmallDisk | null): Promise<void> {
  const url = cluster.url("postgres");
  if (disk) await queryOnce(url, `create tablespace small location '${disk.folder}'`);
  await queryOnce(url, `create database watchbell${disk ? " tablespace small" : ""}`);
}

async function queryOnce<Row extends pg.QueryResultRow>(url: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
