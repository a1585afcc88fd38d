import { z } from "zod";
import { peerCertificate } from "../../lib/peer-certificate.ts";
import { instantInWords } from "../../lib/words.ts";
import type { TlsProbeSpec } from "../../model/index.ts";
import type { Probe } from "./contract.ts";
import { certificateDaysLeft, failuresOf } from "./shared/failures-of.ts";
import { common, conditions, Host, MAX_CONDITIONS, Port } from "./shared/fields.ts";
import { conclude, failed, startTimer } from "./shared/outcome.ts";

const Spec = z
  .strictObject({
    type: z.literal("tls"),
    host: Host,
    port: Port.default(443),
    serverName: Host.nullable()
      .default(null)
      .describe("The name that is asked for and that the certificate must be for; null: the host."),
    conditions: z
      .array(z.discriminatedUnion("type", [conditions.certificate, conditions.responseTime]))
      .max(MAX_CONDITIONS)
      .default([])
      .describe("All must hold; in any case the certificate must be valid now, for this name, from somebody trusted."),
    ...common,
  })
  .meta({ id: "TlsProbe" });

/** Looks at the certificate of a server. */
export const tls = {
  kind: "tls",
  title: "TLS certificate",
  Spec,
  async run(spec, deps) {
    const timings = startTimer();
    const { host, port, serverName, timeoutMs } = spec;
    const options = { verify: false, serverName: serverName ?? undefined };
    const connected = await deps.connect({ host, port, tls: options, timeoutMs });
    const measured = timings(connected.kind === "connected" ? connected.timings : {});
    if (connected.kind === "failed") return failed(connected.reason, measured);
    const certificate = peerCertificate(connected.socket);
    connected.socket.destroy();
    if (certificate === null) return failed("the server showed no certificate", measured);
    const now = deps.now();
    const daysLeft = certificateDaysLeft(certificate, now);
    const failures = [
      ...(certificate.fault === null ? [] : [certificate.fault]),
      ...failuresOf(spec.conditions, { certificate, totalMs: measured.totalMs, now }),
    ];
    const { subject, issuer, protocol } = certificate;
    const validTo = instantInWords(certificate.validToAt);
    const details = { certificateDaysLeft: daysLeft, subject, issuer, validTo, protocol };
    return conclude(failures, { ok: `certificate valid for ${daysLeft} days`, timings: measured, details });
  },
} satisfies Probe<TlsProbeSpec>;
