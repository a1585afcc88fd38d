/**
 * What fleets of other sizes would need: the figures of docs/performance.md, and a simulation of the minute in which
 * crontabs fire. `node bench/scaling-model.ts` prints the tables of docs/scaling.md; what is assumed stands at its top.
 */

/** Measured on a machine of two cores that it shared with the load generator and PostgreSQL (docs/performance.md). */
const MEASURED = {
  /** Durable pings a second of a PostgreSQL, with the server before it. */
  pingsPerSecond: 15_000,
  /** Messages claimed and settled a second by one process. */
  messagesPerSecond: 4_753,
  /** One ping with its index entry, without a body. */
  pingBytes: 147,
  /** A monitor with its configuration, its state and their indexes. */
  monitorBytes: 1_678,
  /** Written ahead for one ping. */
  walBytes: 238,
} as const;

/** Not measured: change these to what is true of you. */
const ASSUMED = {
  /** A monitor pings so often in the mean. */
  everySeconds: 300,
  /** This share of the pings comes from crontabs, within the first seconds of a minute. */
  cronShare: 0.5,
  cronSpreadSeconds: 2,
  /** A client waits so long for its answer. */
  patienceSeconds: 5,
  /** So many pings of a monitor are kept. */
  keptPings: 1_000,
  /** What fails together, such as one provider's region. */
  stormShare: 0.05,
  messagesPerOutage: 1,
  /** Prices a month: two cores with 8 GB, and a gigabyte of disk. */
  machinePrice: 40,
  gigabytePrice: 0.1,
} as const;

const FLEETS = [10_000, 1_000_000, 100_000_000] as const;
const MINUTE_TICKS = 600;
const TICK_SECONDS = 0.1;

interface Need {
  readonly monitors: number;
  readonly meanPerSecond: number;
  readonly peakPerSecond: number;
  readonly shards: number;
  readonly longestWaitSeconds: number;
  readonly gigabytes: number;
  readonly walMegabytesPerSecond: number;
  readonly stormMinutes: number;
  readonly price: number;
}

/** Pings that arrive in each tenth of a second of a minute. */
function arrivals(perSecond: number): readonly number[] {
  const { cronShare, cronSpreadSeconds } = ASSUMED;
  const perMinute = perSecond * 60;
  const decay = TICK_SECONDS / cronSpreadSeconds;
  const early = Array.from({ length: MINUTE_TICKS }, (_, tick) => Math.exp(-tick * decay) * (1 - Math.exp(-decay)));
  return early.map((share) => perMinute * (cronShare * share + (1 - cronShare) / MINUTE_TICKS));
}

/** The longest wait for an answer over minutes that repeat, when so many pings are taken a second; infinite when it grows. */
function longestWait(arriving: readonly number[], perSecond: number): number {
  let queue = 0;
  let longest = 0;
  for (let minute = 0; minute < 3; minute++) {
    const before = queue;
    for (const count of arriving) {
      queue = Math.max(0, queue + count - perSecond * TICK_SECONDS);
      longest = Math.max(longest, queue / perSecond);
    }
    if (minute > 0 && queue > before + 1) return Number.POSITIVE_INFINITY;
  }
  return longest;
}

function needOf(monitors: number): Need {
  const meanPerSecond = monitors / ASSUMED.everySeconds;
  const arriving = arrivals(meanPerSecond);
  let shards = 1;
  while (longestWait(arriving, shards * MEASURED.pingsPerSecond) > ASSUMED.patienceSeconds) shards += 1;
  const bytes = monitors * (MEASURED.monitorBytes + ASSUMED.keptPings * MEASURED.pingBytes);
  const gigabytes = bytes / 1e9;
  const storm = monitors * ASSUMED.stormShare * ASSUMED.messagesPerOutage;
  return {
    monitors,
    meanPerSecond,
    peakPerSecond: Math.max(...arriving) / TICK_SECONDS,
    shards,
    longestWaitSeconds: longestWait(arriving, shards * MEASURED.pingsPerSecond),
    gigabytes,
    walMegabytesPerSecond: (meanPerSecond * MEASURED.walBytes) / 1e6,
    stormMinutes: storm / (shards * MEASURED.messagesPerSecond) / 60,
    price: shards * ASSUMED.machinePrice + gigabytes * ASSUMED.gigabytePrice,
  };
}

const ROWS: readonly (readonly [string, (need: Need) => string])[] = [
  ["pings a second, mean", ({ meanPerSecond }) => round(meanPerSecond)],
  ["pings a second, when crontabs fire", ({ peakPerSecond }) => round(peakPerSecond)],
  ["databases of two cores", ({ shards }) => round(shards)],
  ["longest wait for an answer", ({ longestWaitSeconds }) => `${longestWaitSeconds.toFixed(1)} s`],
  ["disk", ({ gigabytes }) => `${round(gigabytes)} GB`],
  ["written ahead", ({ walMegabytesPerSecond }) => `${walMegabytesPerSecond.toFixed(2)} MB/s`],
  [
    `to tell of ${ASSUMED.stormShare * 100} % that go down at once`,
    ({ stormMinutes }) => `${stormMinutes.toFixed(1)} min`,
  ],
  ["price a month", ({ price }) => `$${round(price)}`],
];

function round(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

const needs = FLEETS.map(needOf);
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
process.stdout.write(line(["monitors", ...needs.map(({ monitors }) => round(monitors))]));
process.stdout.write(line(["---", ...needs.map(() => "---")]));
for (const [name, show] of ROWS) process.stdout.write(line([name, ...needs.map(show)]));
