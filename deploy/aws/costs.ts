/**
 * What Watchbell on AWS costs a month. `node deploy/aws/costs.ts` prints the tables of docs/aws.md, with `--write` into that
 * page; prices and what is assumed stand at the top: change them to what is true of you.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALARMS, FUNCTION_MEMORY_MB } from "./sizes.ts";

/** Dollars in us-east-1, list prices of November 2026 without any free tier. */
const PRICES = {
  /** A million units: one writes 1 KB, one reads 4 KB consistently. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoWrites: 0.625,
  dynamoReads: 0.125,
  /** A gigabyte, and what keeps every second of the last 35 days. */
  dynamoStorage: 0.25,
  dynamoRecovery: 0.2,
  /** A million requests, and each one beyond the first 300 million. https://aws.amazon.com/api-gateway/pricing/ */
  api: 1,
  apiBeyond: 0.9,
  /** A million calls, and a gigabyte of memory for a second, on arm64. https://aws.amazon.com/lambda/pricing/ */
  calls: 0.2,
  gigabyteSecond: 0.0000133334,
  /** A million requests. https://aws.amazon.com/sqs/pricing/ */
  queue: 0.4,
  /** A million calls. https://aws.amazon.com/eventbridge/pricing/ */
  schedule: 1,
  /** A gigabyte that goes out to the internet. https://aws.amazon.com/ec2/pricing/on-demand/ */
  out: 0.09,
  /** A key, a secret and an alarm each. https://aws.amazon.com/kms/pricing/ and so on */
  key: 1,
  secret: 0.4,
  alarm: 0.1,
} as const;

/** What one thing takes, as an emulator of DynamoDB counts it. */
const UNITS = {
  /** The row of the ping, then the monitor's state. */
  writesOfPing: 2,
  writesOfPingNotKept: 1,
  /** The state; functions that are warm remember what a monitor is, and keys. */
  readsOfPing: 1,
  /** An outage and its end: states, transitions, incident, history, and two messages with their attempts. */
  writesOfOutage: 80,
  readsOfOutage: 40,
  /** The minute reads all states for silence, for probes and for what can be deleted; half a unit for 4 KB, or for a shard. */
  readingsOfMinute: 3,
  shards: 64,
  stateBytes: 250,
  /** With what DynamoDB adds to each item. */
  pingBytes: 300,
} as const;

/** Not measured on AWS. */
const ASSUMED = {
  days: 30,
  pingMs: 12,
  answerBytes: 300,
  tickMs: 300,
  /** More for each monitor that is read. */
  tickMsOfMonitor: 0.01,
  outagesOfMonitor: 1,
  messageMs: 500,
  queueRequestsOfMessage: 3,
  monitorBytes: 3_000,
  /** Two machines of two cores, one with PostgreSQL, at the prices of docs/scaling.md. */
  postgres: 80,
} as const;

const DAY_SECONDS = 86_400;
/** How long pings are kept (server/src/store/dynamodb): a week, or as long as 2,000 of them take, at most 400 days. */
const KEPT = { shortestDays: 7, pings: 2_000, longestDays: 400 } as const;
const MILLION = 1_000_000;
const GIGABYTE = 1_000_000_000;
const SIZES = [100, 10_000, MILLION] as const;
const PERIODS = [
  { name: "every minute", seconds: 60 },
  { name: "every 5 minutes", seconds: 300 },
  { name: "every hour", seconds: 3_600 },
  { name: "every day", seconds: 86_400 },
] as const;

/** A number of monitors that ping alike. */
export interface Fleet {
  readonly monitors: number;
  readonly everySeconds: number;
  readonly keepPings: boolean;
}

/** The parts of a month's bill, in dollars. */
export function monthOf({ monitors, everySeconds, keepPings }: Fleet): Readonly<Record<string, number>> {
  const minutes = ASSUMED.days * 1_440;
  const pings = (monitors * ASSUMED.days * DAY_SECONDS) / everySeconds;
  const outages = monitors * ASSUMED.outagesOfMonitor;
  const messages = 2 * outages;
  const writes = pings * (keepPings ? UNITS.writesOfPing : UNITS.writesOfPingNotKept);
  const tickReads = UNITS.readingsOfMinute * Math.max(UNITS.shards, (monitors * UNITS.stateBytes) / 4_096) * 0.5;
  const tickMs = ASSUMED.tickMs + monitors * ASSUMED.tickMsOfMonitor;
  const rows = keepPings ? keptPings(everySeconds) : 0;
  const gigabytes = (monitors * (ASSUMED.monitorBytes + rows * UNITS.pingBytes)) / GIGABYTE;
  return {
    "API Gateway": apiPrice(pings),
    "Lambda, pings": lambdaPrice(pings, ASSUMED.pingMs),
    "DynamoDB, writes of pings": (writes / MILLION) * PRICES.dynamoWrites,
    "DynamoDB, reads of pings": ((pings * UNITS.readsOfPing) / MILLION) * PRICES.dynamoReads,
    "the minute":
      ((minutes * tickReads) / MILLION) * PRICES.dynamoReads +
      lambdaPrice(minutes, tickMs) +
      (minutes / MILLION) * PRICES.schedule,
    "outages and messages":
      ((outages * UNITS.writesOfOutage) / MILLION) * PRICES.dynamoWrites +
      ((outages * UNITS.readsOfOutage) / MILLION) * PRICES.dynamoReads +
      lambdaPrice(messages, ASSUMED.messageMs) +
      ((messages * ASSUMED.queueRequestsOfMessage) / MILLION) * PRICES.queue,
    "storage and recovery": gigabytes * (PRICES.dynamoStorage + PRICES.dynamoRecovery),
    "answers going out": ((pings * ASSUMED.answerBytes) / GIGABYTE) * PRICES.out,
    "key, secret, alarms": PRICES.key + PRICES.secret + ALARMS * PRICES.alarm,
  };
}

/** A month's bill, in dollars. */
export function totalOf(fleet: Fleet): number {
  return Object.values(monthOf(fleet)).reduce((sum, part) => sum + part, 0);
}

/** How many monitors cost as much as PostgreSQL on machines of one's own, to two digits. */
export function breakEven(fleet: Omit<Fleet, "monitors">): number {
  let low = 1;
  let high = 100 * MILLION;
  while (high - low > 1) {
    const monitors = Math.floor((low + high) / 2);
    if (totalOf({ ...fleet, monitors }) < ASSUMED.postgres) low = monitors;
    else high = monitors;
  }
  return Number(low.toPrecision(2));
}

/** The tables of docs/aws.md. */
export function costTables(): string {
  const kept = { everySeconds: 60, keepPings: true };
  const columns = SIZES.map((monitors) => monthOf({ monitors, ...kept }));
  const parts = Object.keys(columns[0] ?? {}).map((part) =>
    row([part, ...columns.map((month) => dollars(month[part] ?? 0))]),
  );
  const total = row(["**together**", ...SIZES.map((monitors) => `**${dollars(totalOf({ monitors, ...kept }))}**`)]);
  const pings = row(["pings a month", ...SIZES.map((monitors) => count((monitors * ASSUMED.days * DAY_SECONDS) / 60))]);
  const head = (first: string, last: readonly string[]): readonly string[] => {
    const cells = [first, ...last];
    return [row(cells), row(cells.map(() => "---"))];
  };
  const totals = PERIODS.flatMap(({ name, seconds }) =>
    [true, false].map((keepPings) => {
      const fleet = { everySeconds: seconds, keepPings };
      const prices = SIZES.map((monitors) => dollars(totalOf({ monitors, ...fleet })));
      return row([`${name}${keepPings ? "" : ", pings not kept"}`, ...prices, count(breakEven(fleet))]);
    }),
  );
  const sizes = SIZES.map((monitors) => `${count(monitors)} monitors`);
  return [
    ...head("a ping every minute, kept", sizes),
    pings,
    ...parts,
    total,
    "",
    ...head("together, a month", [...sizes, `as much as PostgreSQL at`]),
    ...totals,
  ].join("\n");
}

const BEGIN = "<!-- deploy/aws/costs.ts writes from here -->";
const END = "<!-- to here -->";

/** The page with the tables in their place. */
export function withCostTables(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page has no place for the tables: ${BEGIN}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${costTables()}\n\n${page.slice(end)}`;
}

/** How many pings of a monitor are there at a time. */
function keptPings(everySeconds: number): number {
  const days = Math.max(KEPT.shortestDays, (KEPT.pings * everySeconds) / DAY_SECONDS);
  return (Math.min(KEPT.longestDays, days) * DAY_SECONDS) / everySeconds;
}

function apiPrice(requests: number): number {
  const first = Math.min(requests, 300 * MILLION);
  return (first * PRICES.api + (requests - first) * PRICES.apiBeyond) / MILLION;
}

function lambdaPrice(calls: number, ms: number): number {
  const gigabyteSeconds = calls * (ms / 1_000) * (FUNCTION_MEMORY_MB / 1_024);
  return (calls / MILLION) * PRICES.calls + gigabyteSeconds * PRICES.gigabyteSecond;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function dollars(amount: number): string {
  if (amount < 0.01) return "under $0.01";
  return `$${amount.toLocaleString("en-US", { maximumFractionDigits: amount < 100 ? 2 : 0, minimumFractionDigits: amount < 100 ? 2 : 0 })}`;
}

function count(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

if (import.meta.main) {
  const page = join(import.meta.dirname, "../../docs/aws.md");
  if (process.argv.includes("--write")) writeFileSync(page, withCostTables(readFileSync(page, "utf8")));
  else process.stdout.write(`${costTables()}\n`);
}
