import { type Benchmark, type Figure, ofRounds } from "../lib/benchmark.ts";
import { makeDataFolder } from "../lib/data-folder.ts";
import { type LoadResult, sendLoad } from "../lib/load.ts";
import { firstLine, startProgram } from "../lib/programs.ts";
import { api, startServer } from "../lib/server.ts";

const CONNECTIONS = 64;
/** As many as the load generator takes in its argument. */
const RULES = 100;
const MAX_P99_MS = 200;
const FORM = "application/x-www-form-urlencoded; charset=UTF-8";

/**
 * CloudMonitor's metric alarms answered after their commit, beside what a bare node:http server answers to the same
 * requests. Every rule fires and resolves in turn, so each request changes a status and makes a message.
 */
export const alarms: Benchmark = {
  name: "alarms",
  about: `Alarms a second that fire and resolve, durable, ${CONNECTIONS} connections, against bare node:http.`,
  async measure(run) {
    const bare = `http://127.0.0.1:${await firstLine(startProgram(run, "bare-server"))}`;
    const { url } = await startServer(run, await makeDataFolder(run, { monitors: 0 }));
    const path = `/v1/alarms/cloudmonitor/${await makeToken(url)}`;
    const job = { paths: [path], bodies: forms(), contentType: FORM, connections: CONNECTIONS };
    const rounds = run.quick ? 1 : 4;
    const seconds = run.quick ? 2 : 4;
    const results: Record<"bare" | "own", LoadResult[]> = { bare: [], own: [] };
    for (const each of [bare, url]) await sendLoad(run, { ...job, url: each, seconds: 1 });
    for (let round = 0; round < rounds; round++) {
      results.bare.push(await sendLoad(run, { ...job, url: bare, seconds }));
      results.own.push(await sendLoad(run, { ...job, url, seconds }));
    }
    return figuresOf(results);
  },
};

function figuresOf({ bare, own }: Readonly<Record<"bare" | "own", readonly LoadResult[]>>): readonly Figure[] {
  const of = (
    name: string,
    unit: string,
    results: readonly LoadResult[],
    pick: (result: LoadResult) => number,
  ): Figure => ofRounds(name, unit, results.map(pick));
  const p99 = own.map((result) => result.p99Ms);
  const ratios = own.map((result, round) => result.perSecond / (bare[round]?.perSecond ?? Number.NaN));
  return [
    of("bare node:http", "/s", bare, (result) => result.perSecond),
    of("alarms", "/s", own, (result) => result.perSecond),
    of("alarms, answer p50", "ms", own, (result) => result.p50Ms),
    ofRounds("alarms, answer p99", "ms", p99, { atMost: MAX_P99_MS }),
    ofRounds("alarms, of bare", "×", ratios),
  ];
}

/** A firing and a resolved form for each rule, next to each other. */
function forms(): readonly string[] {
  return Array.from({ length: RULES }, (_, rule) => [form(rule, "ALERT"), form(rule, "OK")]).flat();
}

function form(rule: number, alertState: string): string {
  return new URLSearchParams({
    alertName: `shop-cpu-${rule}`,
    alertState,
    curValue: "93.4",
    unit: "%",
    dimensions: `{userId=1000200030004000, instanceId=i-example${rule}}`,
    expression: "$Average>=80",
    instanceName: `shop-api-${rule}`,
    metricName: "cpu_total",
    namespace: "acs_ecs_dashboard",
    triggerLevel: "CRITICAL",
    ruleId: `rule-${rule}`,
    regionId: "ap-southeast-1",
    userId: "1000200030004000",
  }).toString();
}

async function makeToken(url: string): Promise<string> {
  const made = await api(url, "POST", "/channels/default/topics/alerts/alarm-tokens", {});
  return (made as { value: string }).value;
}
