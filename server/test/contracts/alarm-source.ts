import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AlarmOptions, type AlarmReport, NO_ALARM_OPTIONS } from "../../src/model/index.ts";
import type { AlarmRequest, AlarmSource, ParsedAlarms } from "../../src/signals/alarms/contract.ts";
import { HOSTILE_BODIES } from "./hostile-bodies.ts";

const RECEIVED_AT = Date.UTC(2026, 2, 4, 2, 20);
const FORM = "application/x-www-form-urlencoded; charset=UTF-8";

/** One body that a source sends. */
export interface AlarmSample {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly options?: Partial<AlarmOptions>;
}

/** What differs from one source to the next. */
export interface AlarmSourceContract {
  readonly source: AlarmSource;
  readonly samples: readonly AlarmSample[];
  /** A body in which every text that people see is hostile; `put` places a text in all of them. */
  hostile(put: string): string;
}

/** A request as the wire brings it. */
export function alarmRequest({ body, headers = {} }: Pick<AlarmSample, "body" | "headers">): AlarmRequest {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { headers: { "content-type": "application/json", ...headers }, body: bytes, receivedAt: RECEIVED_AT };
}

/** A sample as a form. */
export function formSample(name: string, fields: Readonly<Record<string, string>> | string): AlarmSample {
  const body = typeof fields === "string" ? fields : new URLSearchParams(fields).toString();
  return { name, body, headers: { "content-type": FORM } };
}

/** What every source promises: its golden file, and that nothing whatever breaks it. */
export function testAlarmSource({ source, samples, hostile }: AlarmSourceContract): void {
  const parse = (sample: AlarmSample): ParsedAlarms =>
    source.parse(alarmRequest(sample), { ...NO_ALARM_OPTIONS, ...sample.options });

  describe(`the alarm source ${source.kind}`, () => {
    it("reads every sample as the golden file says", async () => {
      const read = Object.fromEntries(samples.map((sample) => [sample.name, parse(sample)]));
      const golden = join(import.meta.dirname, "golden/alarms", `${source.kind}.json`);
      await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(golden);
    });

    it.each(samples)("reads $name the same twice, within bounds", (sample) => {
      const parsed = parse(sample);
      expect(parse(sample)).toEqual(parsed);
      expectHarmless(parsed);
    });

    it.each(HOSTILE_BODIES)("makes something of $name", (body) => {
      expectHarmless(parse(body));
      expectHarmless(parse({ ...body, headers: { "content-type": FORM } }));
    });

    it.each(["\u0000\u001b[31m\r\nX-Injected: 1", "\ud800", "<script>$url</script>", "é".repeat(20_000), "__proto__"])(
      "makes hostile text harmless",
      (text) => {
        const parsed = parse({ name: "hostile", body: hostile(text) });
        expect(parsed.kind).toBe("reports");
        expectHarmless(parsed);
      },
    );

    it("takes a sample with a byte cut off anywhere", () => {
      const [{ body, headers } = { body: "", headers: {} }] = samples;
      const text = String(body);
      for (let end = 0; end < text.length; end += 7) {
        expectHarmless(parse({ name: "cut", body: text.slice(0, end), ...(headers && { headers }) }));
      }
    });
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

function expectHarmless(parsed: ParsedAlarms): void {
  if (parsed.kind === "unparsed") {
    expect(parsed.reason).toMatch(/^[A-Z].*\.$/);
    return;
  }
  const reports = parsed.kind === "reports" ? parsed.reports : [parsed.report];
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) expectHarmlessReport(report);
}

function expectHarmlessReport(report: AlarmReport): void {
  const { title, summary, resource, value, url, fields, rest, key, eventId } = report;
  expect(title).not.toBe("");
  expect(title).not.toMatch(/\n/);
  expect(title.length).toBeLessThanOrEqual(200);
  expect(key.length).toBeLessThanOrEqual(300);
  expect(eventId?.length ?? 0).toBeLessThanOrEqual(300);
  if (url !== null) expect(url).toMatch(/^https?:\/\//);
  const facts = [...fields, ...rest];
  expect(facts.length).toBeLessThanOrEqual(80);
  const texts = [title, summary, resource ?? "", value ?? "", ...facts.flatMap((fact) => [fact.label, fact.value])];
  for (const text of texts) {
    expect(text).not.toMatch(CONTROL);
    expect(text.isWellFormed()).toBe(true);
  }
  expect(texts.join("").length).toBeLessThan(45_000);
}
