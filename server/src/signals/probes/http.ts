import { z } from "zod";
import type { Condition, HttpProbeSpec, ProbeOutcome } from "../../model/index.ts";
import type { Probe, ProbeDeps } from "./contract.ts";
import { AuthRequest } from "./shared/auth.ts";
import { certificateDaysLeft, failuresOf } from "./shared/failures-of.ts";
import { fetchPage, type Page } from "./shared/fetch-page.ts";
import { common, conditions, MAX_CONDITIONS, Url } from "./shared/fields.ts";
import { conclude, failed, startTimer } from "./shared/outcome.ts";

const { status, keyword, json, header, responseTime, certificate } = conditions;

const Spec = z
  .strictObject({
    type: z.literal("http"),
    url: Url,
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET"),
    headers: z
      .record(z.string().max(100), z.string().max(4_096))
      .default({})
      .describe("Whoever may read the monitor sees them: secrets belong into auth."),
    body: z.string().max(100_000).nullable().default(null),
    maxRedirects: z.int().min(0).max(10).default(5).describe("0: the redirect itself is the answer."),
    verifyCertificate: z.boolean().default(true),
    auth: AuthRequest.nullable().default(null),
    conditions: z
      .array(z.discriminatedUnion("type", [status, keyword, json, header, responseTime, certificate]))
      .max(MAX_CONDITIONS)
      .default([])
      .describe("All must hold; without a status among them 2xx is expected."),
    ...common,
  })
  .meta({ id: "HttpProbe" });

const EXPECTED_STATUS: Condition = { type: "status", in: ["2xx"] };
/** The conditions for which the body must be read. */
const OF_BODY = new Set<Condition["type"]>(["keyword", "json"]);

/** Looks at a page or an API over HTTP. */
export const http = {
  kind: "http",
  title: "HTTP",
  Spec,
  async run(spec, deps) {
    const timings = startTimer();
    const page = await fetchPage(
      {
        url: spec.url,
        method: spec.method,
        headers: spec.headers,
        body: spec.body,
        maxRedirects: spec.maxRedirects,
        verifyCertificate: spec.verifyCertificate,
        auth: spec.auth?.type ?? null,
        timeoutMs: spec.timeoutMs,
        wantBody: spec.conditions.some(({ type }) => OF_BODY.has(type)),
      },
      deps,
    );
    const measured = timings(page.timings);
    return page.kind === "failed" ? failed(page.reason, measured) : judgeAnswer(spec, page, measured, deps);
  },
} satisfies Probe<HttpProbeSpec>;

function judgeAnswer(
  spec: HttpProbeSpec,
  page: Extract<Page, { kind: "answer" }>,
  timings: ProbeOutcome["timings"],
  deps: ProbeDeps,
): ProbeOutcome {
  const hasStatus = spec.conditions.some(({ type }) => type === "status");
  const now = deps.now();
  const failures = failuresOf(hasStatus ? spec.conditions : [EXPECTED_STATUS, ...spec.conditions], {
    status: page.status,
    headers: page.headers,
    text: page.body,
    isCut: page.isCut,
    certificate: page.certificate,
    totalMs: timings.totalMs,
    now,
  });
  const details = {
    status: page.status,
    ...(page.redirects > 0 && { redirects: page.redirects }),
    ...(page.certificate && { certificateDaysLeft: certificateDaysLeft(page.certificate, now) }),
  };
  return conclude(failures, { ok: `status ${page.status} in ${Math.round(timings.totalMs)} ms`, timings, details });
}
