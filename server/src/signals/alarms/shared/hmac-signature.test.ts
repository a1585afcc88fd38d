import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { alarmRequest } from "../../../../test/contracts/alarm-source.ts";
import { checkHmacSignature } from "./hmac-signature.ts";

const HEADER = "X-Grafana-Alerting-Signature";
const TIMESTAMP = "X-Grafana-Alerting-Timestamp";
const SECRET = "topsecret";
const BODY = '{"status":"firing"}';
const SENT_AT = 1_700_000_000_000;
// Recomputed with openssl: printf '{"status":"firing"}' | openssl dgst -sha256 -hmac topsecret
const OF_BODY = "c0ed7b75ec2effcc728cd97441e27464212977a23fe119df7243d52467431892";
const OF_TIME_AND_BODY = "a0a16ad78376e6d37e212628c5a0953e007251492afdb553bd9a6b57b0b1642d";

function check(
  headers: Readonly<Record<string, string>>,
  change: { at?: number; timed?: boolean; body?: string } = {},
) {
  const { at = SENT_AT, timed = true, body = BODY } = change;
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const request = { ...alarmRequest({ body, headers: lower }), receivedAt: at };
  const signature = { header: HEADER, timestampHeader: timed ? TIMESTAMP : null, sealed: "" };
  const verified = checkHmacSignature(request, signature, SECRET);
  return verified.kind === "forged" ? verified.reason : verified.kind;
}

describe("Grafana's signature", () => {
  it("of the body alone is genuine, in small letters or capitals", () => {
    expect(check({ [HEADER]: OF_BODY }, { timed: false })).toBe("genuine");
    expect(check({ [HEADER]: ` ${OF_BODY.toUpperCase()} ` }, { timed: false })).toBe("genuine");
  });

  it("of time and body is genuine, five minutes before and after", () => {
    const headers = { [HEADER]: OF_TIME_AND_BODY, [TIMESTAMP]: "1700000000" };
    for (const at of [SENT_AT, SENT_AT - 300_000, SENT_AT + 300_000]) expect(check(headers, { at })).toBe("genuine");
    for (const at of [SENT_AT - 300_001, SENT_AT + 300_001]) {
      expect(check(headers, { at })).toBe(`The time in ${TIMESTAMP} is more than five minutes away from ours.`);
    }
  });

  it("that is missing is told by the name of its header", () => {
    const missing = `The header ${HEADER} is missing: this token takes signed alarms only.`;
    expect(check({ [TIMESTAMP]: "1700000000" })).toBe(missing);
    expect(check({ [HEADER]: " " })).toBe(missing);
    expect(check({ [HEADER]: OF_TIME_AND_BODY })).toMatch(`The header ${TIMESTAMP} is missing`);
    expect(check({ [HEADER]: OF_TIME_AND_BODY, [TIMESTAMP]: "now" })).toMatch("holds no seconds");
  });

  it.each([
    ["of another body", { [HEADER]: OF_BODY }, { timed: false, body: `${BODY} ` }],
    ["of the body alone where the time counts", { [HEADER]: OF_BODY, [TIMESTAMP]: "1700000000" }, {}],
    ["of another time", { [HEADER]: OF_TIME_AND_BODY, [TIMESTAMP]: "1700000001" }, {}],
    ["with another secret", { [HEADER]: createHmac("sha256", "other").update(BODY).digest("hex") }, { timed: false }],
    ["cut off", { [HEADER]: OF_BODY.slice(0, 32) }, { timed: false }],
    ["in base64", { [HEADER]: Buffer.from(OF_BODY, "hex").toString("base64") }, { timed: false }],
  ])("%s is forged", (_what, headers, change) => {
    expect(check(headers, change)).toMatch(/^The signature in X-Grafana-Alerting-Signature does not fit: /);
  });
});
