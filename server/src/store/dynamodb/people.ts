import type { PeoplePort } from "../ports.ts";
import { createKeyIn, findKey, keyOfMonitor, listKeys, revokeKey, showKey } from "./api-keys.ts";
import { bootstrap } from "./bootstrap.ts";
import type { DynamoDeps } from "./deps.ts";
import { loadProject } from "./load-projects.ts";
import { notBuilt } from "./not-built.ts";
import { transact } from "./transact.ts";
import { listProjects } from "./write-project.ts";

/** Makes the people port of a DynamoDB store. */
export function createPeople(deps: DynamoDeps): PeoplePort {
  const { port } = deps;
  return {
    ...notBuilt<PeoplePort>("people"),
    bootstrap: (seed) => bootstrap(deps, seed),
    project: (projectId) => loadProject(port, projectId),
    projects: () => listProjects(port),
    createKey: (key, actor) => transact(deps, (trx) => createKeyIn(deps, trx, key, actor)),
    findKey: (value) => findKey(deps, value),
    keys: (projectId) => listKeys(port, projectId),
    keyOfMonitor: (monitorId) => keyOfMonitor(deps, monitorId),
    showKey: (projectId, keyId) => showKey(deps, projectId, keyId),
    revokeKey: (projectId, keyId, actor) => revokeKey(deps, projectId, keyId, actor),
  };
}
