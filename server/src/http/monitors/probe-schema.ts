import { z } from "zod";
import { AUTH_TYPES, PROBE_VERDICTS, type ProbeResult, type ProbeSpec } from "../../model/index.ts";
import { dns } from "../../signals/probes/dns.ts";
import { http } from "../../signals/probes/http.ts";
import { task } from "../../signals/probes/task.ts";
import { tcp } from "../../signals/probes/tcp.ts";
import { tls } from "../../signals/probes/tls.ts";
import { Instant, instant, nextCursor } from "../shared-schemas.ts";

const auth = z
  .strictObject({
    type: z.enum(AUTH_TYPES),
    credentialsSet: z
      .array(z.string())
      .describe("The names of the credentials that are set; their values are never shown."),
  })
  .nullable();

/** A probe as the API shows it. */
export const ProbeAnswer = z
  .discriminatedUnion("type", [
    dns.Spec,
    http.Spec.extend({ auth }).meta({ id: "ShownHttpProbe" }),
    task.Spec.extend({ auth }).meta({ id: "ShownTaskProbe" }),
    tcp.Spec,
    tls.Spec,
  ])
  .meta({ id: "Probe" });

const Ms = z.number().nullable();

export const ResultAnswer = z
  .strictObject({
    n: z.int(),
    at: Instant,
    verdict: z.enum(PROBE_VERDICTS).describe("`asleep`: a task is in its sleep window, which changes nothing."),
    reason: z.string().describe("With the value that was met, such as `status 502, expected 2xx`."),
    timings: z
      .strictObject({ dnsMs: Ms, connectMs: Ms, tlsMs: Ms, firstByteMs: Ms, totalMs: z.number() })
      .describe("How long each part took; null: there was no such part."),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: "ProbeResult" });

export const ResultList = z
  .strictObject({ results: z.array(ResultAnswer), nextCursor })
  .meta({ id: "ProbeResultList" });

/** A probe as the API shows it: of its credentials only the names. */
export function presentProbe(probe: ProbeSpec): z.input<typeof ProbeAnswer> {
  if (probe.type !== "http" && probe.type !== "task") return structuredClone(probe) as z.input<typeof ProbeAnswer>;
  const shown = probe.auth && { type: probe.auth.type, credentialsSet: [...probe.auth.set] };
  return { ...structuredClone(probe), auth: shown } as z.input<typeof ProbeAnswer>;
}

/** A result as the API shows it. */
export function presentResult(result: ProbeResult): z.input<typeof ResultAnswer> {
  const { n, at, verdict, reason, timings, details } = result;
  return { n, at: instant(at), verdict, reason, timings, details };
}
