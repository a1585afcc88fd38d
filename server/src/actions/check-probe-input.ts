import { describeIssue } from "../lib/describe-issue.ts";
import {
  AppError,
  type Monitor,
  type MonitorConfig,
  type ProbeAuth,
  type ProbeSpec,
  type Schedule,
} from "../model/index.ts";
import type { ProbeInput } from "../signals/probes/registry.ts";
import { type AuthRequest, CREDENTIALS } from "../signals/probes/shared/auth.ts";
import type { App } from "./app.ts";
import type { MonitorInput } from "./monitor-defaults.ts";

/** What an input says of a probe: its specification with the credentials sealed, and its interval. */
export async function checkProbeInput(
  app: Pick<App, "store">,
  { kind, probe, schedule }: MonitorInput,
  known: Monitor | null,
): Promise<Partial<Pick<MonitorConfig, "probe" | "schedule">>> {
  const isProbe = (known?.config.kind ?? kind ?? (probe ? "probe" : "heartbeat")) === "probe";
  if (!isProbe && probe) {
    throw new AppError("invalid_input", "Only a monitor of the kind probe has a probe. Leave it out.", "probe");
  }
  if (!isProbe) return {};
  const interval = schedule ? { schedule: intervalOf(schedule) } : {};
  if (!probe) {
    if (known !== null && probe === undefined) return interval;
    const message = '"probe" is required: it says what is looked at. Give its type, such as http, and its target.';
    throw new AppError("invalid_input", message, "probe");
  }
  return { ...interval, probe: await sealProbe(app, probe, known?.config.probe ?? null) };
}

/** Grace means nothing to a probe: it is never silent. */
function intervalOf(schedule: Schedule): Schedule {
  const isPlain = schedule.type === "period" && schedule.calendar === undefined && schedule.allowedMisses === 0;
  if (isPlain) return { ...schedule, graceMs: 0 };
  const message = "A probe has an interval: a schedule of the type period, without allowed misses and calendar.";
  throw new AppError("invalid_schedule", message, "schedule");
}

async function sealProbe(app: Pick<App, "store">, probe: ProbeInput, known: ProbeSpec | null): Promise<ProbeSpec> {
  if (!("auth" in probe)) return probe;
  const auth = probe.auth === null ? null : await sealAuth(app, probe.auth, keepable(probe, known));
  return { ...probe, auth };
}

async function sealAuth(app: Pick<App, "store">, auth: AuthRequest, kept: ProbeAuth | null): Promise<ProbeAuth> {
  const { type, credentials } = auth;
  if (credentials === undefined) {
    if (kept?.type === type) return kept;
    const field = "probe.auth.credentials";
    const message = `"${field}" is required: there are none to keep for this type of auth and this origin.`;
    throw new AppError("invalid_credentials", message, field);
  }
  const parsed = CREDENTIALS[type].safeParse(credentials);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue === undefined) throw new Error("a schema refused credentials without an issue", { cause: parsed.error });
    const { field, message } = describeIssue(issue, ["probe", "auth", "credentials"]);
    throw new AppError("invalid_credentials", message, field);
  }
  return { type, set: Object.keys(credentials), sealed: await app.store.seal(parsed.data) };
}

/** Credentials are kept for the origin that they were given for: no change of the address may send them elsewhere. */
function keepable(probe: ProbeInput, known: ProbeSpec | null): ProbeAuth | null {
  if (known === null || !("auth" in known) || !("auth" in probe)) return null;
  return new URL(known.url).origin === new URL(probe.url).origin ? known.auth : null;
}
