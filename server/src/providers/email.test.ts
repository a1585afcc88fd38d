import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { describeProvider } from "../../test/contracts/provider.ts";
import { type ReceivedMail, startSmtpVendor, TEST_CERTIFICATE } from "../../test/contracts/smtp-vendor.ts";
import { SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import { createConnect } from "../lib/connect.ts";
import type { SendResult } from "./contract.ts";
import { createEmail, email } from "./email.ts";

const mailTo = (port: number, more: Record<string, unknown> = {}) => ({
  host: "127.0.0.1",
  port,
  username: "watchbell-user",
  password: "open-sesame-1",
  requireTls: false,
  from: "Watchbell <bell@example.com>",
  to: ["ops@example.com", "Second Line <second@example.com>"],
  ...more,
});

const refuses = (code: number, text: string) => ({ code, text });

const impatient = createEmail({ timeoutMs: 1_000 });
const addresses = { from: "bell@example.com", to: ["ops@example.com"] };

describeProvider({
  provider: email,
  golden: "email.json",
  accepted: [
    { title: "a host", credentials: { host: "mail.example.com", ...addresses } },
    { title: "everything", credentials: mailTo(587, { secure: false }) },
    { title: "a URL", credentials: { url: "smtps://user:p%40ss@mail.example.com:465", ...addresses } },
  ],
  refused: [
    { title: "no server", credentials: addresses, says: /^host: give the mail server/ },
    {
      title: "a host and a URL",
      credentials: { host: "a.example", url: "smtp://b.example", ...addresses },
      says: /^url: says it all/,
    },
    {
      title: "a URL of the web",
      credentials: { url: "https://a.example", ...addresses },
      says: /^url: must be a URL such as smtps/,
    },
    {
      title: "a stray percent sign",
      credentials: { url: "smtp://a:5%@b.example", ...addresses },
      says: /^url: must be a URL/,
    },
    {
      title: "a scheme in the host",
      credentials: { host: "smtp://a.example", ...addresses },
      says: /^host: must be the name/,
    },
    {
      title: "a user without a password",
      credentials: { host: "a.example", username: "u", ...addresses },
      says: /^password: /,
    },
    { title: "a port out of range", credentials: { host: "a.example", port: 70_000, ...addresses }, says: /^port: / },
    { title: "nobody to send to", credentials: { host: "a.example", from: "a@b.example", to: [] }, says: /^to: / },
    {
      title: "a word for an address",
      credentials: { host: "a.example", from: "a@b.example", to: ["ops"] },
      says: /^to\.0: must be an address/,
    },
    {
      title: "a line break in an address",
      credentials: { host: "a.example", from: "Bell\r\nBcc: v@x.example <a@b.example>", to: ["a@b.example"] },
      says: /^from: must be an address/,
    },
  ],
  example: mailTo(587),
  model: 'Subject: $name is $status ($topic)\n\n<p>$name: $reason</p>\n<a href="$url">see</a>',
  expectEscaped({ subject, html }) {
    expect(subject).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(subject).toContain("Bcc: victim@example.com");
    expect(html).not.toContain("<script>");
    expect(html).not.toContain("</b>");
    expect(html).toContain(
      "&lt;!channel&gt; &amp; &lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &#39;single&#39;",
    );
  },
  expectWithinLimits({ subject }) {
    expect(subject.length).toBeLessThanOrEqual(250);
    expect(subject).not.toMatch(/\u200d…$/);
  },
  wire: {
    start: () => startSmtpVendor(mailTo),
    impatient,
    success: {},
    hang: { afterMessage: "hang" },
    reset: { afterMessage: "reset" },
    matrix: [
      { title: "421 as greeting", scene: { greeting: refuses(421, "busy") }, becomes: { kind: "retry" } },
      { title: "554 as greeting", scene: { greeting: refuses(554, "go away") }, becomes: { kind: "retry" } },
      {
        title: "535 to the password",
        scene: { login: refuses(535, "5.7.8 no") },
        becomes: { kind: "rejected", suspend: true, answer: "535 5.7.8 no" },
      },
      { title: "454 to the password", scene: { login: refuses(454, "4.7.0 later") }, becomes: { kind: "retry" } },
      { title: "550 to the sender", scene: { sender: refuses(550, "not you") }, becomes: { kind: "rejected" } },
      { title: "451 to the sender", scene: { sender: refuses(451, "greylisted") }, becomes: { kind: "retry" } },
      {
        title: "one recipient refused",
        scene: { recipients: { "second@example.com": refuses(550, "5.1.1 no such user") } },
        becomes: {
          kind: "delivered",
          answer: expect.stringMatching(/^250 .*; refused: second@example\.com \(550 .*no such user\)$/),
        },
      },
      {
        title: "every recipient refused",
        scene: { recipients: { "ops@example.com": refuses(550, "gone"), "second@example.com": refuses(550, "gone") } },
        becomes: { kind: "rejected", reason: "The mail server refused every recipient." },
      },
      {
        title: "every recipient refused, one for now",
        scene: { recipients: { "ops@example.com": refuses(450, "full"), "second@example.com": refuses(550, "gone") } },
        becomes: { kind: "retry" },
      },
      {
        title: "554 after the dot",
        scene: { message: refuses(554, "spam") },
        becomes: { kind: "rejected", answer: "554 spam" },
      },
      { title: "452 after the dot", scene: { message: refuses(452, "disk full") }, becomes: { kind: "retry" } },
      { title: "silence before the mail", scene: { beforeMessage: "hang" }, hangs: true, becomes: { kind: "retry" } },
      { title: "a reset before the mail", scene: { beforeMessage: "reset" }, becomes: { kind: "retry" } },
    ],
    echo: (text) => ({ message: refuses(554, text) }),
    secrets: ["open-sesame-1", "watchbell-user"],
    expectReceived(received) {
      const [first, second] = received as readonly ReceivedMail[];
      expect(first).toMatchObject({
        from: "bell@example.com",
        to: ["ops@example.com", "second@example.com"],
        login: "watchbell-user",
      });
      const headers = headersOf(first?.raw ?? "");
      expect(headers).toMatchObject({
        from: "Watchbell <bell@example.com>",
        to: "ops@example.com, Second Line <second@example.com>",
        subject: "Nightly backup is DOWN",
        "message-id": "<6f1d7c6e-0000-4000-8000-000000000001@example.com>",
        "auto-submitted": "auto-generated",
        date: "Wed, 04 Mar 2026 12:00:00 +0000",
        references: expect.stringMatching(/^<alert-[0-9a-f]{32}@example\.com>$/),
      });
      expect(headers["in-reply-to"]).toBe(headers.references);
      expect(first?.raw).toMatch(/Content-Type: text\/plain.*Content-Transfer-Encoding: quoted-printable.*text\/html/s);
      expect(headersOf(second?.raw ?? "")["message-id"]).toBe(headers["message-id"]);
    },
  },
});

function headersOf(raw: string): Record<string, string> {
  const head = (raw.split("\r\n\r\n")[0] ?? "").replace(/\r\n[ \t]+/g, " ");
  return Object.fromEntries(
    head.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

async function send(credentials: unknown): Promise<SendResult> {
  const parsed = email.Credentials.parse(credentials);
  const payload = email.render(SAMPLE_EVENTS.down, null, parsed);
  const connect = createConnect({ outgoing: "private", lookup: async () => ["127.0.0.1"] });
  const http = { request: () => Promise.reject(new Error("mail does not go over HTTP")) };
  const input = { payload, credentials: parsed, messageId: "m1", alertKey: null, previous: null };
  return email.send(input, { http, connect, now: SAMPLE_AT, log: () => {} });
}

describe("the connection of a mail", () => {
  const systemCertificates = getCACertificates("default");
  const trust = (): void => setDefaultCACertificates([...systemCertificates, TEST_CERTIFICATE]);
  const vendors: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    setDefaultCACertificates(systemCertificates);
    for (const vendor of vendors.splice(0)) await vendor.close();
  });

  async function start(more: Record<string, unknown>, options: Parameters<typeof startSmtpVendor>[1]) {
    const vendor = await startSmtpVendor((port) => mailTo(port, more), options);
    vendors.push(vendor);
    return vendor;
  }

  it("is encrypted with STARTTLS when the server offers it", async () => {
    trust();
    const vendor = await start({ host: "bell.test" }, {});
    expect(await send(vendor.credentials)).toMatchObject({ kind: "delivered" });
    expect(vendor.received).toMatchObject([{ secure: true }]);
  });

  it("is encrypted from the first byte with secure", async () => {
    trust();
    const vendor = await start({ host: "bell.test", secure: true }, { secure: true });
    expect(await send(vendor.credentials)).toMatchObject({ kind: "delivered" });
    expect(vendor.received).toMatchObject([{ secure: true }]);
  });

  it.each([
    ["STARTTLS", {}],
    ["TLS", { secure: true }],
  ])("is given up over %s when the certificate is for another name", async (_how, options) => {
    trust();
    const vendor = await start({ host: "other.test", ...options }, options);
    const result = await send(vendor.credentials);
    expect(result).toMatchObject({ kind: "retry" });
    expect("reason" in result && result.reason).toMatch(/certificate|altnames/);
    expect(vendor.received).toEqual([]);
  });

  it("is given up when nobody vouches for the certificate", async () => {
    const vendor = await start({ host: "bell.test" }, {});
    expect(await send(vendor.credentials)).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(/its certificate is signed by itself\.$/),
    });
    expect(vendor.received).toEqual([]);
  });

  it("carries no password in plain text, unless requireTls is false", async () => {
    const vendor = await start({ requireTls: undefined }, { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    expect(await send(vendor.credentials)).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(/^No encrypted connection to 127\.0\.0\.1:/),
    });
    expect(vendor.received).toEqual([]);
    expect(await send({ ...Object(vendor.credentials), requireTls: false })).toMatchObject({ kind: "delivered" });
  });

  it("can be told by a URL, whose user name and password are decoded", async () => {
    const vendor = await start({}, { hideSTARTTLS: true });
    const { port } = vendor.credentials as { port: number };
    const url = `smtp://some%40body:open-sesame-1@127.0.0.1:${port}`;
    expect(await send({ url, requireTls: false, ...addresses })).toMatchObject({ kind: "delivered" });
    expect(vendor.received).toMatchObject([{ login: "some@body" }]);
  });

  it("needs no user for a server that takes mail from everybody", async () => {
    const vendor = await start(
      { username: undefined, password: undefined, requireTls: undefined },
      { hideSTARTTLS: true },
    );
    expect(await send(vendor.credentials)).toMatchObject({
      kind: "delivered",
      answer: expect.stringContaining("queued as 4711"),
    });
  });
});

describe("a model for e-mail", () => {
  const render = (model: string) => email.render(SAMPLE_EVENTS.down, model, mailTo(587));

  it("is plain text, with an HTML half that shows the same", () => {
    const { subject, text, html } = render("$name & co:\n<b>$reason</b>");
    expect(subject).toBe("Nightly backup is DOWN");
    expect(text).toBe("Nightly backup & co:\n<b>No ping came in time.</b>");
    expect(html).toContain("Nightly backup &amp; co:\n&lt;b&gt;No ping came in time.&lt;/b&gt;");
  });

  it("may begin with a subject", () => {
    expect(render("Subject: [$severity] $name\n\nbody")).toMatchObject({
      subject: "[error] Nightly backup",
      text: "body",
    });
    expect(render("subject:$name\r\nbody")).toMatchObject({ subject: "Nightly backup", text: "body" });
  });

  it("may be a subject alone; the rest is the default", () => {
    const { subject, text } = render("Subject: $name");
    expect(subject).toBe("Nightly backup");
    expect(text).toContain("Last ping: ");
  });
});
