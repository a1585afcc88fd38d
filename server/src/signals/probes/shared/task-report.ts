/** What a task tells of its last run. */
export interface TaskReport {
  readonly isOk: boolean;
  /** What the task itself says of it. */
  readonly reason: string;
  readonly lastRunAt: number;
  readonly frequencyMinutes: number;
  readonly sleep: readonly SleepWindow[];
  readonly process: string | null;
  readonly server: string | null;
}

/** A stretch of each day in which the task is not expected to run, in UTC. */
export interface SleepWindow {
  /** Milliseconds after midnight. */
  readonly startMs: number;
  readonly durationMs: number;
}

export type ParsedTask =
  | { readonly kind: "report"; readonly report: TaskReport }
  | { readonly kind: "fault"; readonly reason: string };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DEFAULT_FREQUENCY_MINUTES = 10;
const MAX_TEXT = 500;

/** Reads the body of a task; a fault says what is wrong with it. */
export function parseTask(body: string): ParsedTask {
  const json = parseObject(body);
  if (json === null) return fault("the body is not a JSON object");
  if (json.lastrun === undefined || json.lastrun === null || json.lastrun === "") return fault("lastrun is missing");
  const lastRunAt = parseInstant(json.lastrun);
  if (lastRunAt === null) return fault(`lastrun ${shorten(json.lastrun)} cannot be read`);
  const frequencyMinutes = parseMinutes(json.frequency ?? DEFAULT_FREQUENCY_MINUTES);
  if (frequencyMinutes === null) return fault(`frequency ${shorten(json.frequency)} is no number of minutes`);
  const sleep = parseSleep(json.sleep);
  if (sleep === null) return fault("sleep is no list of windows with start (HH:MM:SS) and duration (minutes)");
  const report: TaskReport = {
    isOk: typeof json.status === "string" && json.status.trim().toLowerCase() === "ok",
    reason: reasonIn(json),
    lastRunAt,
    frequencyMinutes,
    sleep,
    process: textOrNull(json.process),
    server: textOrNull(json.server),
  };
  return { kind: "report", report };
}

function fault(reason: string): ParsedTask {
  return { kind: "fault", reason };
}

function parseObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    // Some servers put a byte order mark in front.
    const json: unknown = JSON.parse(body.replace(/^\ufeff/, ""));
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function reasonIn({ status, reason }: Readonly<Record<string, unknown>>): string {
  const said = textOrNull(reason);
  if (status === undefined || status === null) return "status is missing";
  return said === null ? `status is ${shorten(status)}` : `status is ${shorten(status)}: ${said}`;
}

const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|UTC|GMT)?$/i;
/** RFC 1123 and its cousins, such as `Fri, 20 Nov 2026 03:00:00 GMT`. */
const RFC_1123 = /^(?:[a-z]{3},? )?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?(?: (?:GMT|UTC|Z|[+-]\d{4}))?$/i;

/** An instant as tasks write it; without a zone it is UTC. Null when it cannot be read. */
export function parseInstant(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, date, time, fraction = "0", zone = "Z"] = iso;
    const at = Date.parse(
      `${date}T${time}${time?.length === 5 ? ":00" : ""}.${fraction.slice(0, 3).padEnd(3, "0")}${zoneOf(zone)}`,
    );
    // Date.parse takes 31 February for 3 March.
    return Number.isNaN(at) || !isRealDate(date ?? "") ? null : at;
  }
  if (!RFC_1123.test(text)) return null;
  const at = Date.parse(/(?:[A-Z]|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at;
}

function zoneOf(zone: string): string {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return "Z";
  const digits = zone.replace(":", "").padEnd(5, "0");
  return `${digits.slice(0, 3)}:${digits.slice(3)}`;
}

function isRealDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** A positive number, also written as text. */
function parseMinutes(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number > 0 ? number : null;
}

function parseSleep(value: unknown): readonly SleepWindow[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  const windows = value.map(parseWindow);
  return windows.every((window) => window !== null) ? windows : null;
}

function parseWindow(value: unknown): SleepWindow | null {
  if (typeof value !== "object" || value === null) return null;
  const { start, duration } = value as Record<string, unknown>;
  const match = typeof start === "string" ? /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(start.trim()) : null;
  const minutes = parseMinutes(duration);
  if (match === null || minutes === null) return null;
  const [hours = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  if (hours > 23 || minute > 59 || second > 59) return null;
  return { startMs: ((hours * 60 + minute) * 60 + second) * 1_000, durationMs: minutes * MINUTE_MS };
}

/** The sleep window that is in force, else the one that begins next; null when the task never sleeps. */
export function sleepAround(
  windows: readonly SleepWindow[],
  now: number,
): { readonly startAt: number; readonly endAt: number; readonly isNow: boolean } | null {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const turns = windows.flatMap(({ startMs, durationMs }) => {
    // One that began on an earlier day may still last.
    const daysBack = Math.min(366, Math.ceil(durationMs / DAY_MS));
    return Array.from({ length: daysBack + 2 }, (_, index) => {
      const startAt = today + (index - daysBack) * DAY_MS + startMs;
      return { startAt, endAt: startAt + durationMs, isNow: startAt <= now && now < startAt + durationMs };
    });
  });
  const current = turns.filter(({ isNow }) => isNow).sort((a, b) => b.endAt - a.endAt)[0];
  return current ?? turns.filter(({ startAt }) => startAt > now).sort((a, b) => a.startAt - b.startAt)[0] ?? null;
}

function textOrNull(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_TEXT);
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
