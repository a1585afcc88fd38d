import { type Benchmark, ofRounds, type Run } from "../lib/benchmark.ts";
import { makeDataFolder, openStore } from "../lib/data-folder.ts";

const OVERDUE = 100;
const LIMIT = 500;
const FEW = 10_000;
const MANY = 1_000_000;
/** So many look-ups make one round: a single one is too short to be measured. */
const LOOKUPS = 50;

/** What the sweep's question costs when nearly all monitors are well: it must not grow with the fleet. */
export const sweep: Benchmark = {
  name: "sweep",
  about: `Finding ${OVERDUE} overdue monitors among a million and among ten thousand, store in this process, on a file.`,
  async measure(run) {
    const many = run.quick ? MANY / 10 : MANY;
    const [few, lots] = [await openFleet(run, FEW), await openFleet(run, many)];
    const rounds = Array.from({ length: run.quick ? 3 : 15 });
    const among = { few: [] as number[], lots: [] as number[] };
    for (const _ of rounds) {
      among.few.push(await timeLookup(few));
      among.lots.push(await timeLookup(lots));
    }
    const ratio = among.lots.map((ms, round) => ms / (among.few[round] ?? Number.NaN));
    return [
      ofRounds(`among ${FEW.toLocaleString("en-US")}`, "ms", among.few),
      ofRounds(`among ${many.toLocaleString("en-US")}`, "ms", among.lots),
      ofRounds("larger against smaller", "×", ratio, { atMost: 2 }),
    ];
  },
};

type OpenStore = Awaited<ReturnType<typeof openStore>>;

async function openFleet(run: Run, monitors: number): Promise<OpenStore> {
  const store = await openStore(await makeDataFolder(run, { monitors, overdue: OVERDUE }));
  run.stack.defer(() => store.close());
  const found = await store.watch.overdue(LIMIT);
  if (found.length !== OVERDUE) throw new Error(`${found.length} overdue monitors were found, not ${OVERDUE}`);
  return store;
}

async function timeLookup(store: OpenStore): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < LOOKUPS; n++) await store.watch.overdue(LIMIT);
  return (performance.now() - startedAt) / LOOKUPS;
}
