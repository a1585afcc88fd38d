import { queryOptions } from "@tanstack/react-query";
import type { BoardAnswer } from "../../../server/src/http/project/board-routes.ts";
import type { ProjectAnswer } from "../../../server/src/http/project/routes.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

export type Project = Wire<typeof ProjectAnswer>;
export type HeartbeatBoard = Wire<typeof BoardAnswer>;

/** The settings of a project. */
export function projectQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "project", "settings"],
    queryFn: ({ signal }) => api.get<Project>("/project", { signal }),
  });
}

/** How the pulses of a project are told. */
export function boardQuery(api: Api, projectId: string) {
  return queryOptions({
    queryKey: [projectId, "project", "board"],
    queryFn: ({ signal }) => api.get<HeartbeatBoard>("/project/heartbeat-board", { signal }),
  });
}
