import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { migratePostgres } from "../../src/store/sql/postgres-store.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { findPostgres } from "./find-postgres.ts";
import { queryRows } from "./query-rows.ts";

/** What a test file knows of PostgreSQL: where to ask for a server, or why there is none. */
export type ProvidedPostgres =
  | { readonly kind: "found"; readonly name: string; readonly askAt: string }
  | { readonly kind: "missing"; readonly reason: string };

declare module "vitest" {
  interface ProvidedContext {
    postgres: ProvidedPostgres;
  }
}

/** The database that every other one is a copy of: empty, with the newest schema. */
export const TEMPLATE = "watchbell_template";

/**
 * One PostgreSQL for a whole run of tests, started when the first test asks for it, so that a run which needs none does
 * not wait for one.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = findPostgres();
  if (found.kind === "missing") {
    project.provide("postgres", found);
    return async () => {};
  }
  let cluster: Promise<Cluster> | undefined;
  const started = async (): Promise<Cluster> => {
    const made = await startCluster(found);
    await makeTemplate(made);
    return made;
  };
  const server = createServer((_, response) => {
    cluster ??= started();
    cluster.then(
      ({ url }) => response.end(url("")),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  project.provide("postgres", { kind: "found", name: found.name, askAt: `http://127.0.0.1:${address.port}` });
  return async () => {
    server.close();
    await (await cluster)?.stop();
  };
}

async function makeTemplate({ url }: Cluster): Promise<void> {
  await queryRows(url("postgres"), `create database ${TEMPLATE}`);
  await migratePostgres(url(TEMPLATE));
}
