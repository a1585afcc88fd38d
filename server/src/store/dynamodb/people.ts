import type { PeoplePort } from "../ports.ts";
import { createKeyIn, findKey, keyOfMonitor, listKeys, revokeKey, showKey } from "./api-keys.ts";
import { bootstrap } from "./bootstrap.ts";
import { bringIn } from "./bring-in.ts";
import { changeProject } from "./change-project.ts";
import type { DynamoDeps } from "./deps.ts";
import { digestSent, dueDigests } from "./digests.ts";
import { loadProject } from "./load-projects.ts";
import { transact } from "./transact.ts";
import { listProjects } from "./write-project.ts";

/** Makes the people port of a DynamoDB store. */
export function createPeople(deps: DynamoDeps): PeoplePort {
  const { port } = deps;
  return {
    bootstrap: (seed) => bootstrap(deps, seed),
    bringIn: (things, actor) => bringIn(deps, things, actor),
    project: (projectId) => loadProject(port, projectId),
    projects: () => listProjects(port),
    changeProject: (projectId, patch, actor) => changeProject(deps, { projectId, patch, actor }),
    dueDigests: () => dueDigests(deps),
    digestSent: (projectId, dueAt) => digestSent(deps, projectId, dueAt),
    createKey: (key, actor) => transact(deps, (trx) => createKeyIn(deps, trx, key, actor)),
    findKey: (value) => findKey(deps, value),
    keys: (projectId) => listKeys(port, projectId),
    keyOfMonitor: (monitorId) => keyOfMonitor(deps, monitorId),
    showKey: (projectId, keyId) => showKey(deps, projectId, keyId),
    revokeKey: (projectId, keyId, actor) => revokeKey(deps, projectId, keyId, actor),
  };
}
