import { judge } from "../src/judge/judge.ts";
import type { Judgement } from "../src/judge/judgement.ts";
import { newMonitor } from "../src/judge/new-monitor.ts";
import { statusAt } from "../src/judge/status-at.ts";
import type {
  Gap,
  Monitor,
  MonitorConfig,
  PeriodSchedule,
  PingAction,
  PingSignal,
  ShownStatus,
  Signal,
  Transition,
} from "../src/model/index.ts";

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

const MIDNIGHT = Date.UTC(2026, 10, 20);

/** `03:00` or `03:00:30` of 2026-11-20 in UTC; `+2d 03:00` two days later. */
export function clock(text: string): number {
  const match = /^(?:\+(\d+)d )?(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) throw new Error(`not a time of the story: ${text}`);
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return MIDNIGHT + (days ?? 0) * DAY + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE + (seconds ?? 0) * SECOND;
}

/** The other way round. */
function clockText(at: number | null): string | null {
  if (at === null) return null;
  const days = Math.floor((at - MIDNIGHT) / DAY);
  const time = new Date(at).toISOString().slice(11, 19).replace(/:00$/, "");
  return days === 0 ? time : `+${days}d ${time}`;
}

/** A gap of ours in times of the story. */
export function gap(from: string, to: string): Gap {
  return { fromAt: clock(from), toAt: clock(to) };
}

/** Due one period after the last signal. */
export function every(periodMs: number, graceMs: number, allowedMisses = 0): PeriodSchedule {
  return { type: "period", periodMs, graceMs, allowedMisses };
}

/** A configuration with nothing special: due every hour, 5 minutes of grace. */
export function someConfig(patch: Partial<MonitorConfig> = {}): MonitorConfig {
  return {
    name: "nightly backup",
    slug: "nightly-backup",
    tags: [],
    description: "",
    kind: "heartbeat",
    schedule: every(HOUR, 5 * MINUTE),
    probe: null,
    topics: ["default+alerts"],
    notifyOn: ["down", "up", "changed"],
    expectFirstByAt: null,
    severity: "error",
    filters: { methods: "any", body: null },
    manualResume: false,
    failuresToDown: 1,
    successesToUp: 1,
    ...patch,
  };
}

export interface PingOptions {
  readonly runId?: string;
  readonly exitStatus?: number;
  readonly method?: string;
  readonly body?: string | Uint8Array;
}

/** A ping as the wire brings it. */
export function pingSignal(action: PingAction, options: PingOptions = {}): PingSignal {
  const { body = null } = options;
  return {
    type: "ping",
    action,
    exitStatus: options.exitStatus ?? null,
    runId: options.runId ?? null,
    source: {
      method: options.method ?? "GET",
      scheme: "http",
      remoteAddress: "127.0.0.1",
      userAgent: "curl",
      contentType: body === null ? null : "text/plain",
    },
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  };
}

/** A transition in short: `up→down 04:05 silence`. */
export function inShort(transition: Transition): string {
  return `${transition.from}→${transition.to} ${clockText(transition.at)} ${transition.reason.code}`;
}

export type Judged = Extract<Judgement, { kind: "judged" }>;

/** A judgement and its transitions in short. */
export interface Told extends Judged {
  readonly changes: readonly string[];
}

/** A monitor that lives through signals, one after another, at times of the story. */
export class Story {
  monitor: Monitor;
  gaps: readonly Gap[] = [];

  constructor(config: Partial<MonitorConfig> = {}, at = "00:00") {
    const seed = { projectId: "p1", monitorId: "m1", door: null, doorKey: null, config: someConfig(config) };
    this.monitor = newMonitor(seed, clock(at));
  }

  send(at: string, signal: Signal): Told {
    const judgement = judge(this.monitor, signal, { now: clock(at), gaps: this.gaps });
    if (judgement.kind === "refused") throw new Error(`refused: ${judgement.code}`);
    this.monitor = judgement.next ?? this.monitor;
    return { ...judgement, changes: judgement.transitions.map(inShort) };
  }

  refusal(at: string, signal: Signal): string | null {
    const judgement = judge(this.monitor, signal, { now: clock(at), gaps: this.gaps });
    return judgement.kind === "refused" ? judgement.code : null;
  }

  success(at: string, options?: PingOptions): Told {
    return this.send(at, pingSignal("success", options));
  }

  fail(at: string, options?: PingOptions): Told {
    return this.send(at, pingSignal("fail", options));
  }

  start(at: string, options?: PingOptions): Told {
    return this.send(at, pingSignal("start", options));
  }

  log(at: string, options?: PingOptions): Told {
    return this.send(at, pingSignal("log", options));
  }

  time(at: string): Told {
    return this.send(at, { type: "time" });
  }

  pause(at: string): Told {
    return this.send(at, { type: "pause", actor: "ann" });
  }

  resume(at: string): Told {
    return this.send(at, { type: "resume", actor: "ann" });
  }

  acknowledge(at: string, note?: string): Told {
    return this.send(at, { type: "acknowledge", actor: "ann", note });
  }

  configure(at: string, patch: Partial<MonitorConfig>): Told {
    return this.send(at, { type: "configure", actor: "ann", patch });
  }

  remove(at: string): Told {
    return this.send(at, { type: "delete", actor: "ann" });
  }

  shown(at: string): ShownStatus {
    return statusAt(this.monitor, { now: clock(at), gaps: this.gaps });
  }

  get status(): string {
    return this.monitor.state.status;
  }

  get expected(): string | null {
    return clockText(this.monitor.state.expectedAt);
  }

  get deadline(): string | null {
    return clockText(this.monitor.state.deadlineAt);
  }

  get started(): boolean {
    return this.monitor.state.startedAt !== null;
  }
}
