import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPostgres } from "../postgres/find-postgres.ts";
import { type Sink, startSink } from "../sink.ts";
import { type Audit, checkBooks } from "./check-books.ts";
import { API_KEY, type Crew, startCrew } from "./crew.ts";
import { createDice, type Dice } from "./dice.ts";
import { endLeases, endWaits } from "./end-leases.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { openLedger } from "./ledger.ts";
import { type Load, RESTLESS, STEADY, STEADY_LIMIT_MS, startLoad, TOPIC, TOPIC_HASH } from "./load.ts";

/**
 * Three servers on one database, under load, while one thing after another goes wrong. Afterwards the books must balance:
 * what was acknowledged is stored once and arrived, each change of status happened once, and nobody was woken for nothing.
 *
 * `CHAOS_ROUNDS` says how long (each kind of fault once, unless told), `CHAOS_SEED` repeats a run's choices, and with
 * `CHAOS_AT_LENGTH=1` a server stands still for longer than a lease by the clock, and a disk is full for longer than a deadline.
 */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const ROUNDS = process.env.CHAOS_ROUNDS === undefined ? null : Number(process.env.CHAOS_ROUNDS);
const AT_LENGTH = process.env.CHAOS_AT_LENGTH === "1";
const CALM_MS = 700;
const SETTLE_MS = 90_000;
const DAY_MS = 86_400_000;

const postgres = findPostgres();
let sink: Sink;
let crew: Crew;

beforeAll(async () => {
  if (postgres.kind === "missing") return;
  // Every fifth message is refused the first time, every eleventh is answered late: faults find messages in all states.
  const refused = new Set<string>();
  sink = await startSink(({ headers }, response) => {
    const id = String(headers["webhook-id"]);
    const chance = id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2);
    if (chance % 5 === 0 && !refused.has(id)) {
      refused.add(id);
      response.writeHead(500).end();
    } else if (chance % 11 === 0) setTimeout(() => response.end("ok"), 50);
    else response.end("ok");
  });
  crew = await startCrew(postgres);
}, 120_000);

afterAll(async () => {
  await crew?.stop();
  await sink?.close();
}, 60_000);

it(`three servers on one database keep their promises, whatever goes wrong (seed ${SEED})`, {
  timeout: 3_600_000,
}, async (context) => {
  if (postgres.kind === "missing") return context.skip(postgres.reason);
  const dice = createDice(SEED);
  const rounds = planRounds(faultsOf(crew), dice);
  if (!crew.disk) console.log("no disk could be made, so none was filled up");
  await makeMonitors(rounds.length);
  const ledger = openLedger(crew);
  // The load rolls dice of its own: how often it does depends on how fast the machine is.
  const load = startLoad(crew, createDice(SEED + 1));
  let kills = 0;
  try {
    for (const [round, fault] of rounds.entries()) {
      await playRound(round, { fault, load, dice });
      kills += fault.kills;
      await ledger.collect();
    }
    await load.calmDown();
    // It may take longer than a steady monitor may be silent.
    await settle();
  } finally {
    await load.stop();
  }
  const audit = await checkBooks({ crew, books: load.books, ledger, received: sink.received });
  console.log(`seed ${SEED}: ${rounds.length} rounds, ${kills} kills; ${describe(audit)}`);
  expect(audit.faults).toEqual([]);
  // A client that could do next to nothing would have proved nothing.
  expect(load.books.pings.size).toBeGreaterThan(rounds.length * 50);
  expect(load.books.publications.size).toBeGreaterThan(rounds.length * 5);
});

/** Each kind of fault once in some order, and then whatever comes. */
function planRounds(faults: readonly Fault[], dice: Dice): readonly Fault[] {
  const wanted = ROUNDS ?? faults.length;
  const each = dice.shuffle(faults).slice(0, wanted);
  const more = Array.from({ length: wanted - each.length }, () => dice.pick(faults));
  return [...each, ...more];
}

async function playRound(
  round: number,
  { fault, load, dice }: { readonly fault: Fault; readonly load: Load; readonly dice: Dice },
): Promise<void> {
  const victim = dice.pick(crew.members);
  const startedAt = performance.now();
  await load.fallSilent(`silent-${round}`);
  await fault.strike({ crew, victim, dice, atLength: AT_LENGTH });
  await sleep(CALM_MS);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `round ${round + 1}: ${fault.name} (${victim.name}), ${seconds} s, ${load.books.pings.size} pings so far`,
  );
  for (const { name, server } of crew.members) {
    const ended = server && (server.child.exitCode ?? server.child.signalCode);
    if (ended !== null) throw new Error(`${name} ended by itself with ${ended}:\n${server?.output()}`);
  }
}

async function makeMonitors(rounds: number): Promise<void> {
  const integration = { name: "sink", provider: "webhook", credentials: { url: `${sink.url}/hook` } };
  const [channel, topic] = TOPIC.split("/");
  await api("PUT", `/channels/${channel}/topics/${topic}`, { integrations: [integration], hash: TOPIC_HASH });
  const period = (periodMs: number, graceMs: number) => ({
    type: "period",
    periodSeconds: periodMs / 1000,
    graceSeconds: graceMs / 1000,
  });
  const make = (slug: string, schedule: unknown) => api("POST", "/monitors", { name: slug, slug, schedule });
  for (const slug of RESTLESS) await make(slug, period(DAY_MS, DAY_MS));
  for (const slug of STEADY) await make(slug, period(STEADY_LIMIT_MS / 2, STEADY_LIMIT_MS / 2));
  for (let n = 0; n < rounds; n++) await make(`silent-${n}`, period(2_000, 1_000));
}

async function api(method: string, path: string, body: unknown): Promise<void> {
  const url = crew.members[0]?.server?.url;
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "X-Api-Key": API_KEY, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

/** Waits until nothing is left to be told; what only time holds up is brought forward. */
async function settle(): Promise<void> {
  await endLeases(crew);
  const giveUpAt = performance.now() + SETTLE_MS;
  for (;;) {
    const [left] = await crew.query<{ messages: number; silent: number }>(
      `select (select count(*)::int from messages where status = 'waiting') as messages,
        (select count(*)::int from monitor_states s join monitors m on m.seq = s.monitor_seq
          where m.slug like 'silent-%' and s.status = 'up') as silent`,
    );
    if (left?.messages === 0 && left.silent === 0) return;
    if (performance.now() > giveUpAt) throw new Error(`still to be told: ${JSON.stringify(left)}\n${crew.output()}`);
    await endWaits(crew);
    await sleep(300);
  }
}

function describe({ counts }: Audit): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
