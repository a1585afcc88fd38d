import { usageFault } from "../cli-fault.ts";
import { parseDuration } from "../durations.ts";
import { readNumber, readSeconds } from "../read-number.ts";

/** The options of `monitors create` that describe a probe. */
export interface ProbeOptions {
  readonly http?: string | undefined;
  readonly tcp?: string | undefined;
  readonly dns?: string | undefined;
  readonly tls?: string | undefined;
  readonly task?: string | undefined;
  readonly expectStatus?: readonly string[] | undefined;
  readonly keyword?: string | undefined;
  readonly record?: string | undefined;
  readonly answer?: string | undefined;
  readonly certificateDays?: string | undefined;
  readonly maxTime?: string | undefined;
  readonly timeout?: string | undefined;
  readonly retries?: string | undefined;
  readonly errorPeriod?: string | undefined;
}

const TARGETS = ["http", "tcp", "dns", "tls", "task"] as const;
type Target = (typeof TARGETS)[number];

/** Which targets an option goes with. */
const GOES_WITH: Readonly<Record<Exclude<keyof ProbeOptions, Target>, readonly Target[]>> = {
  expectStatus: ["http"],
  keyword: ["http", "tcp"],
  record: ["dns"],
  answer: ["dns"],
  certificateDays: ["http", "tls"],
  maxTime: ["http", "tcp", "dns", "tls"],
  timeout: TARGETS,
  retries: TARGETS,
  errorPeriod: TARGETS,
};

/** A probe as the API takes it, and a name for it. */
export interface ReadProbe {
  readonly target: string;
  readonly probe: Readonly<Record<string, unknown>>;
}

/** The probe that the options describe; null when they describe none. */
export function readProbe(options: ProbeOptions): ReadProbe | null {
  const given = TARGETS.filter((target) => options[target] !== undefined);
  const [type] = given;
  if (given.length > 1) throw usageFault(`Only one of ${flags(given, "and")} can be what is looked at.`);
  checkFit(options, type);
  if (type === undefined) return null;
  const target = options[type] ?? "";
  const { record, timeout, retries, errorPeriod } = options;
  const conditions = conditionsOf(options);
  return {
    target: target.replace(/^https?:\/\//i, ""),
    probe: {
      type,
      ...place(type, target),
      ...(record !== undefined && { recordType: record.toUpperCase() }),
      ...(conditions.length > 0 && { conditions }),
      ...(timeout !== undefined && { timeoutMs: readMs("--timeout", timeout) }),
      ...(retries !== undefined && { retries: readNumber("--retries", retries, { min: 0, max: 5 }) }),
      ...(errorPeriod !== undefined && { errorIntervalMs: readSeconds("--error-period", errorPeriod) * 1_000 }),
    },
  };
}

function checkFit(options: ProbeOptions, type: Target | undefined): void {
  for (const [name, targets] of Object.entries(GOES_WITH)) {
    if (options[name as keyof ProbeOptions] === undefined) continue;
    if (type === undefined || !targets.includes(type)) {
      throw usageFault(`${flag(name)} goes with ${flags(targets, "or")}.`);
    }
  }
}

/** Where a probe looks, in the API's own fields. */
function place(type: Target, target: string): Readonly<Record<string, unknown>> {
  switch (type) {
    case "http":
    case "task":
      return { url: target };
    case "dns":
      return { name: target };
    case "tcp":
    case "tls": {
      const { host, port } = splitHost(target);
      if (port === null && type === "tcp") {
        throw usageFault(`--tcp ${target} names no port.`, "Write it as host:port, such as mail.example.org:25.");
      }
      return port === null ? { host } : { host, port };
    }
  }
}

/** An address of IPv6 stands in brackets when a port follows it. */
function splitHost(text: string): { readonly host: string; readonly port: number | null } {
  const found = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(text);
  if (found === null) return { host: text, port: null };
  const [, bracketed, plain, port] = found;
  return { host: bracketed ?? plain ?? "", port: port === undefined ? null : Number(port) };
}

function conditionsOf(options: ProbeOptions): readonly unknown[] {
  const { expectStatus, keyword, answer, certificateDays, maxTime } = options;
  return [
    ...(expectStatus === undefined ? [] : [{ type: "status", in: expectStatus }]),
    ...(keyword === undefined ? [] : [{ type: "keyword", text: keyword }]),
    ...(answer === undefined ? [] : [{ type: "answer", op: "contains", value: answer }]),
    ...(certificateDays === undefined
      ? []
      : [{ type: "certificate", minDays: readNumber("--certificate-days", certificateDays, { min: 0, max: 3_650 }) }]),
    ...(maxTime === undefined ? [] : [{ type: "response-time", maxMs: readMs("--max-time", maxTime) }]),
  ];
}

function readMs(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms >= 1 && Number.isInteger(ms)) return ms;
  throw usageFault(`${option} ${text} is no duration.`, "Write it as 500ms, 3s or 1m.");
}

function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function flags(names: readonly string[], last: "and" | "or"): string {
  const all = names.map(flag);
  return all.length === 1 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} ${last} ${all.at(-1)}`;
}
