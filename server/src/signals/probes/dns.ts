import { isIP } from "node:net";
import { z } from "zod";
import { DNS_RECORD_TYPES, type DnsProbeSpec } from "../../model/index.ts";
import type { Probe } from "./contract.ts";
import { failuresOf } from "./shared/failures-of.ts";
import { common, conditions, MAX_CONDITIONS } from "./shared/fields.ts";
import { conclude, failed, startTimer } from "./shared/outcome.ts";

const DNS_NAME = /^(?=.{1,253}\.?$)[^\s.]{1,63}(\.[^\s.]{1,63})*\.?$/;

const Spec = z
  .strictObject({
    type: z.literal("dns"),
    name: z.string().regex(DNS_NAME, { error: "must be a name in the DNS, such as example.org" }),
    recordType: z.enum(DNS_RECORD_TYPES).default("A"),
    server: z
      .string()
      .max(60)
      .refine(isServer, { error: "must be the address of a server, such as 192.0.2.53 or [2001:db8::53]:5353" })
      .nullable()
      .default(null)
      .describe("The server that is asked; null: those of this machine."),
    conditions: z
      .array(z.discriminatedUnion("type", [conditions.answer, conditions.responseTime]))
      .max(MAX_CONDITIONS)
      .default([])
      .describe("All must hold; without one about the answers there must be an answer."),
    ...common,
  })
  .meta({ id: "DnsProbe" });

function isServer(text: string): boolean {
  const bare = /^\[(.+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d{1,5}$/, "$1");
  return isIP(bare) !== 0;
}

/** Asks the DNS for a name. */
export const dns = {
  kind: "dns",
  title: "DNS",
  Spec,
  async run(spec, deps) {
    const timings = startTimer();
    const { name, recordType, server, timeoutMs } = spec;
    const found = await deps.resolveDns({ name, recordType, server, timeoutMs });
    const measured = timings();
    if (found.kind === "failed") return failed(found.reason, measured);
    const { answers } = found;
    const asksForAnswer = spec.conditions.some(({ type }) => type === "answer");
    const seen = { answers, totalMs: measured.totalMs, now: deps.now() };
    const failures = [
      ...(asksForAnswer || answers.length > 0 ? [] : [`${name} has no ${recordType} record`]),
      ...failuresOf(spec.conditions, seen),
    ];
    const details = { answers: answers.join(", ").slice(0, 1_000) };
    const ok = answers.length === 0 ? `no ${recordType} record` : `${recordType} ${details.answers.slice(0, 200)}`;
    return conclude(failures, { ok, timings: measured, details });
  },
} satisfies Probe<DnsProbeSpec>;
