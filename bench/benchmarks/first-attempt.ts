import { setTimeout as sleep } from "node:timers/promises";
import { startSink } from "../../server/test/sink.ts";
import { type Benchmark, type Figure, ofRounds, quantile } from "../lib/benchmark.ts";
import { makeDataFolder } from "../lib/data-folder.ts";
import { api, startServer } from "../lib/server.ts";

const FLEET = 100_000;
const WATCHED = 40;
const PERIOD_SECONDS = 3;
/** Apart, so that none waits for another. */
const APART_MS = 110;
const GIVE_UP_MS = 30_000;

/** How soon a target hears of a silence. */
export const firstAttempt: Benchmark = {
  name: "first-attempt",
  about: `From a deadline to the first attempt at the target, ${WATCHED} monitors falling silent among ${FLEET.toLocaleString("en-US")}.`,
  async measure(run) {
    const arrivals = new Map<string, number>();
    const sink = await startSink((received, response) => {
      const { monitor } = JSON.parse(received.body) as { readonly monitor: { readonly id: string } };
      if (!arrivals.has(monitor.id)) arrivals.set(monitor.id, Date.now());
      response.end("ok");
    });
    run.stack.defer(() => sink.close());
    const { url } = await startServer(run, await makeDataFolder(run, { monitors: run.quick ? FLEET / 10 : FLEET }));
    const integration = { name: "sink", provider: "webhook", credentials: { url: `${sink.url}/hook` } };
    await api(url, "PUT", "/channels/bench/topics/silence", { integrations: [integration] });
    const deadlines = await makeSilentMonitors(url);
    for (const giveUpAt = Date.now() + GIVE_UP_MS; arrivals.size < deadlines.size; await sleep(50)) {
      if (Date.now() > giveUpAt) throw new Error(`only ${arrivals.size} of ${deadlines.size} silences were told`);
    }
    return figures([...deadlines].map(([id, deadlineAt]) => (arrivals.get(id) ?? Number.NaN) - deadlineAt));
  },
};

interface MonitorAnswer {
  readonly id: string;
  readonly pingUrl: string;
  readonly deadlineAt: string;
}

/** Pings each monitor once and never again; gives the deadlines. */
async function makeSilentMonitors(url: string): Promise<ReadonlyMap<string, number>> {
  const schedule = { type: "period", periodSeconds: PERIOD_SECONDS, graceSeconds: 1, allowedMisses: 0 };
  const deadlines = new Map<string, number>();
  for (let n = 0; n < WATCHED; n++) {
    const body = { name: `silent ${n}`, schedule, topics: ["bench+silence"], notifyOn: ["down"] };
    const { id, pingUrl } = (await api(url, "POST", "/monitors", body)) as MonitorAnswer;
    const ping = await fetch(url + new URL(pingUrl).pathname);
    if (ping.status !== 200) throw new Error(`a ping was answered ${ping.status}`);
    const { deadlineAt } = (await api(url, "GET", `/monitors/${id}`)) as MonitorAnswer;
    deadlines.set(id, Date.parse(deadlineAt));
    await sleep(APART_MS + Math.random() * APART_MS);
  }
  return deadlines;
}

function figures(delays: readonly number[]): readonly Figure[] {
  const slowest = { name: "slowest", value: quantile(delays, 1), unit: "ms", budget: { atMost: 1_000 } };
  return [ofRounds("deadline to first attempt", "ms", delays), slowest];
}
