import { z } from "zod";
import type { ApiClient } from "../api-client.ts";
import { parseAnswer } from "../parse-answer.ts";
import { isUuid } from "../ping-target.ts";

const When = z.string().nullable();

/** What the commands use of a monitor as the API shows it; a newer server may say more. */
export const MonitorAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  probe: z
    .looseObject({
      type: z.string(),
      url: z.string().optional(),
      host: z.string().optional(),
      port: z.number().optional(),
      name: z.string().optional(),
    })
    .nullish(),
  slug: z.string().nullable(),
  tags: z.array(z.string()),
  status: z.string(),
  statusSince: When,
  started: z.boolean(),
  pingUrl: When,
  pingCount: z.number(),
  lastPingAt: When,
  expectedAt: When,
  deadlineAt: When,
  nextProbeAt: When.optional(),
  topics: z.array(z.string()),
  severity: z.string(),
  description: z.string(),
  schedule: z.looseObject({ type: z.string(), graceSeconds: z.number(), allowedMisses: z.number() }).nullable(),
});
export type MonitorAnswer = z.output<typeof MonitorAnswer>;

/** Fetches one monitor by its id or slug. */
export async function fetchMonitor(api: ApiClient, idOrSlug: string): Promise<MonitorAnswer> {
  const path = isUuid(idOrSlug)
    ? `/api/v1/monitors/${idOrSlug.toLowerCase()}`
    : `/api/v1/monitors/by-slug/${encodeURIComponent(idOrSlug)}`;
  return parseAnswer(MonitorAnswer, await api.call({ method: "GET", path }));
}
