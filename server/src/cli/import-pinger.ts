import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { pingerAuth } from "../config/pinger/pinger-auth.ts";
import type { PingerConfig } from "../config/pinger/pinger-config.ts";
import { withoutUser } from "../lib/without-user.ts";
import { countInWords } from "../lib/words.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import type { CliContext } from "./context.ts";
import { fetchPages } from "./fetch-pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { renderJson } from "./plain-text.ts";
import { readPinger } from "./read-pinger.ts";
import { splitTopicName, topicPath } from "./topic-name.ts";

const TOPIC = "pinger+alerts";
const TIMEOUT_MS = 10_000;
const SLUG_LENGTH = 60;

const Monitors = z.looseObject({
  monitors: z.array(z.looseObject({ slug: z.string().nullable() })),
  nextCursor: z.string().nullable(),
});
const Topics = z.looseObject({ topics: z.array(z.looseObject({ name: z.string() })) });

interface Options {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: true | undefined;
  readonly topic?: string | undefined;
}

/** Makes probe monitors of the tasks in a `pinger.ini`, and a topic of its services; what is there already stays. */
export async function importPinger(context: CliContext, file: string, options: Options): Promise<void> {
  const pinger = readPinger(context, resolve(context.environment.cwd, file));
  if (options.topic !== undefined) splitTopicName(options.topic);
  const api = createApiClient(context, options);
  const topic = options.topic ?? (await makeTopic(api, pinger));
  const known = await slugsOf(api);
  const missing = pinger.urls.filter((url) => !known.has(slugOf(url)));
  for (const url of missing) {
    await api.call({ method: "POST", path: "/api/v1/monitors", body: monitorBody(url, pinger, topic) });
  }
  const report = { created: missing.length, known: pinger.urls.length - missing.length, topic };
  if (options.json) return context.print(renderJson(report));
  const told = topic === null ? "the project's default topics" : topic;
  context.print(`${countInWords(report.created, "task")} imported, ${report.known} there already. They tell ${told}.`);
  if (topic === TOPIC && pinger.onlyLog) {
    context.print(`only_log = true: the integrations of ${TOPIC} are switched off. Switch them on there to be told.`);
  }
}

/** The topic of the services; null when none is filled in. */
async function makeTopic(api: ApiClient, pinger: PingerConfig): Promise<string | null> {
  if (pinger.services.length === 0) return null;
  const { topics } = parseAnswer(Topics, await api.call({ method: "GET", path: "/api/v1/topics" }));
  if (topics.some(({ name }) => name === TOPIC)) return TOPIC;
  const integrations = pinger.services.map(({ name, credentials }) => ({
    name,
    provider: name,
    credentials,
    enabled: !pinger.onlyLog,
  }));
  await api.call({ method: "PUT", path: topicPath(TOPIC), body: { integrations } });
  return TOPIC;
}

async function slugsOf(api: ApiClient): Promise<ReadonlySet<string | null>> {
  const monitors = await fetchPages(api, {
    path: "/api/v1/monitors",
    query: new URLSearchParams({ kind: "probe" }),
    limit: null,
    parse: (answer) => {
      const page = parseAnswer(Monitors, answer);
      return { items: page.monitors, nextCursor: page.nextCursor };
    },
  });
  return new Set(monitors.map(({ slug }) => slug));
}

function monitorBody(address: string, pinger: PingerConfig, topic: string | null): unknown {
  const { url, auth } = targetOf(address, pinger);
  return {
    name: withoutUser(address).slice(0, 100),
    slug: slugOf(address),
    tags: ["pinger"],
    notifyOn: ["down", "up"],
    schedule: { type: "period", periodSeconds: Math.max(1, Math.round(pinger.intervalMs / 1_000)) },
    probe: { type: "task", url, auth, timeoutMs: TIMEOUT_MS, retries: 0, errorIntervalMs: pinger.errorIntervalMs },
    ...(topic !== null && { topics: [topic] }),
  };
}

/** A user and password in an address become credentials, which nobody can read there. */
function targetOf(address: string, { token }: PingerConfig): { readonly url: string; readonly auth: unknown } {
  const url = new URL(address);
  const { username, password } = url;
  if (username === "" && password === "") return { url: address, auth: token && pingerAuth(token) };
  url.username = "";
  url.password = "";
  const credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { url: url.href, auth: token === null ? { type: "basic", credentials } : pingerAuth(token) };
}

/** The same for the same address, so that a second import finds what the first one made. */
function slugOf(url: string): string {
  const { host, pathname } = new URL(url);
  const words = `${host}${pathname}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "")
    .slice(0, SLUG_LENGTH);
  return `pinger-${words}-${createHash("sha256").update(url).digest("hex").slice(0, 8)}`;
}
