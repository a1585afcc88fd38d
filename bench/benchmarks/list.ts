import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { type Benchmark, ofRounds } from "../lib/benchmark.ts";
import { API_KEY, makeDataFolder } from "../lib/data-folder.ts";
import { startServer } from "../lib/server.ts";

const MONITORS = 1_000;

/** What a script or a dashboard waits for when it asks for the whole fleet. */
export const list: Benchmark = {
  name: "list",
  about: "One thousand monitors listed by the API in one page, compressed, one request at a time.",
  async measure(run) {
    const { url } = await startServer(run, await makeDataFolder(run, { monitors: MONITORS }));
    const answers: Answer[] = [];
    for (let n = 0; n < (run.quick ? 5 : 30); n++) answers.push(await askForList(url));
    const [first, ...later] = answers;
    if (first === undefined) throw new Error("nothing was measured");
    const { monitors } = JSON.parse(gunzipSync(first.body).toString()) as { monitors: readonly unknown[] };
    if (monitors.length !== MONITORS) throw new Error(`${monitors.length} monitors were listed`);
    return [
      { name: "first answer after the start", value: first.ms, unit: "ms", budget: { atMost: 300 } },
      ofRounds(
        "later answers",
        "ms",
        later.map(({ ms }) => ms),
        { atMost: 300 },
      ),
      { name: "compressed size", value: first.body.length / 1000, unit: "kB", budget: { atMost: 200 } },
    ];
  },
};

interface Answer {
  readonly ms: number;
  readonly body: Buffer;
}

/** With node:http, which leaves the body compressed. */
function askForList(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const headers = { "X-Api-Key": API_KEY, "Accept-Encoding": "gzip" };
    const asked = request(`${url}/api/v1/monitors?limit=${MONITORS}`, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        if (answer.statusCode !== 200) return reject(new Error(`the list was answered ${answer.statusCode}`));
        resolve({ ms: performance.now() - startedAt, body: Buffer.concat(chunks) });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}
