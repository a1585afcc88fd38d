import { describe, expect, it } from "vitest";
import { type HttpScene, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { expectedAuthorization } from "../../test/contracts/sigv4.ts";
import type { Received } from "../../test/sink.ts";
import { ses } from "./ses.ts";

const KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const EXAMPLE = { ...KEYS, region: "eu-west-1", from: "Watchbell <bell@example.com>", to: ["ops@example.com"] };
const ORIGIN = "https://email.eu-west-1.amazonaws.com";

const says = (status: number, body: unknown, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const refuses = (status: number, type: string, message = "no"): HttpScene =>
  says(status, { message }, { "x-amzn-ErrorType": type });
const taken = says(200, { MessageId: "0100017" });

describeProvider({
  provider: ses,
  golden: "ses.json",
  accepted: [
    { title: "what is needed", credentials: EXAMPLE },
    {
      title: "everything",
      credentials: { ...EXAMPLE, sessionToken: "abc", replyTo: ["ops@example.com"], configurationSet: "alerts" },
    },
  ],
  refused: [
    { title: "no region", credentials: { ...EXAMPLE, region: undefined }, says: /region: .*expected string/ },
    {
      title: "a region that leads elsewhere",
      credentials: { ...EXAMPLE, region: "eu-west-1.example.com/" },
      says: /region: must be a region/,
    },
    { title: "nobody to send to", credentials: { ...EXAMPLE, to: [] }, says: /^to: / },
    { title: "more than fifty", credentials: { ...EXAMPLE, to: Array(51).fill("a@example.com") }, says: /^to: / },
    { title: "a word as sender", credentials: { ...EXAMPLE, from: "bell" }, says: /from: must be an address/ },
    {
      title: "a secret of two lines",
      credentials: { ...EXAMPLE, secretAccessKey: "a\nb" },
      says: /secretAccessKey: must be/,
    },
  ],
  example: EXAMPLE,
  model: "Subject: $name is $status\n<p>$reason</p>",
  expectEscaped({ subject, html }) {
    expect(subject).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(html).not.toContain("<script>");
  },
  expectWithinLimits({ subject }) {
    expect(subject.length).toBeLessThanOrEqual(250);
    expect(subject.isWellFormed()).toBe(true);
  },
  wire: {
    start: () => startFixedVendor([ORIGIN], EXAMPLE),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200 with a message id", scene: taken, becomes: { kind: "accepted" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "400 for a message that it does not like",
        scene: refuses(400, "MessageRejected"),
        becomes: { kind: "rejected" },
      },
      {
        title: "400 for an unverified domain",
        scene: refuses(400, "MailFromDomainNotVerifiedException"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 for a paused account, with the type's address",
        scene: refuses(400, "SendingPausedException:http://internal.amazon.com/coral/com.amazonaws.ses/"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403 for a dead key, with the type in the body",
        scene: says(403, { __type: "com.amazon.coral.service#UnrecognizedClientException", message: "no" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "404 for a configuration set that is gone",
        scene: refuses(404, "NotFoundException"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "429", scene: refuses(429, "TooManyRequestsException"), becomes: { kind: "limited", afterMs: 10_000 } },
      {
        title: "400 for the day's quota",
        scene: refuses(400, "LimitExceededException"),
        becomes: { kind: "limited", afterMs: 3_600_000 },
      },
      {
        title: "400 for the day's quota in other words",
        scene: refuses(400, "ThrottlingException", "Daily message quota exceeded."),
        becomes: { kind: "limited", afterMs: 3_600_000 },
      },
      {
        title: "400 for the second's quota",
        scene: refuses(400, "ThrottlingException", "Maximum sending rate exceeded."),
        becomes: { kind: "limited", afterMs: 10_000 },
      },
      {
        title: "403 for a signature, which may be our clock",
        scene: refuses(403, "InvalidSignatureException", "Signature expired."),
        becomes: {
          kind: "retry",
          reason: "Amazon SES did not take the mail: InvalidSignatureException Signature expired.",
        },
      },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEYS.secretAccessKey, KEYS.accessKeyId],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      const where = { service: "ses", region: "eu-west-1", host: "email.eu-west-1.amazonaws.com" };
      expect(first).toMatchObject({
        method: "POST",
        path: "/v2/email/outbound-emails",
        headers: { "content-type": "application/json", authorization: expectedAuthorization(first, KEYS, where) },
      });
      const mail = JSON.parse(first.body);
      expect(mail).toMatchObject({
        FromEmailAddress: '"Watchbell" <bell@example.com>',
        Destination: { ToAddresses: ["ops@example.com"] },
        Content: { Simple: { Subject: { Data: "Nightly backup is DOWN" } } },
      });
      expect(mail.Content.Simple.Headers).toEqual([
        { Name: "Auto-Submitted", Value: "auto-generated" },
        { Name: "X-Watchbell-Message-Id", Value: "6f1d7c6e-0000-4000-8000-000000000001" },
        { Name: "In-Reply-To", Value: expect.stringMatching(/^<alert-[0-9a-f]{32}@example\.com>$/) },
        { Name: "References", Value: expect.stringMatching(/^<alert-[0-9a-f]{32}@example\.com>$/) },
      ]);
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a mail through SES", () => {
  const send = async (changes: Record<string, unknown>, alertKey: string | null = null) => {
    const credentials = ses.Credentials.parse({ ...EXAMPLE, ...changes });
    const { received } = await sendThrough(ses, { credentials, alertKey }, { origins: [ORIGIN], scene: taken });
    return JSON.parse(received[0]?.body ?? "");
  };

  it("names people in words that SES takes", async () => {
    const mail = await send({
      from: "Überwachung der täglichen Läufe <bell@example.com>",
      to: ["O'Ops, Night <a@example.com>"],
    });
    expect(mail.Destination.ToAddresses).toEqual(['"O\'Ops, Night" <a@example.com>']);
    const words = [...mail.FromEmailAddress.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)];
    expect(words.map(([, word]) => Buffer.from(word, "base64").toString()).join("")).toBe(
      "Überwachung der täglichen Läufe",
    );
    for (const [word] of words) expect(word.length).toBeLessThanOrEqual(75);
  });

  it("has a configuration set and addresses to answer to when they are given", async () => {
    expect(await send({ configurationSet: "alerts", replyTo: ["desk@example.com"] })).toMatchObject({
      ConfigurationSetName: "alerts",
      ReplyToAddresses: ["desk@example.com"],
    });
  });

  it("belongs to no thread when it belongs to no outage", async () => {
    expect(JSON.stringify((await send({})).Content.Simple.Headers)).not.toContain("References");
  });
});
