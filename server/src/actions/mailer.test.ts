import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ReceivedMail, type SmtpScene, startSmtpVendor } from "../../test/contracts/smtp-vendor.ts";
import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import { createConnect } from "../lib/connect.ts";
import type { Log } from "../lib/log.ts";
import { createMailer, type Mailer } from "./mailer.ts";

let server: Awaited<ReturnType<typeof startSmtpVendor>>;
let clock: FakeClock;
let mailer: Mailer;
let lines: { fields: Record<string, unknown>; text: string }[];
/** Comes after each line of the log, and after each sleep begins. */
let happened: PromiseWithResolvers<void>;

beforeEach(async () => {
  server = await startSmtpVendor((port) => port);
  lines = [];
  happened = Promise.withResolvers();
  const fake = createFakeClock(Date.UTC(2026, 2, 4, 12));
  clock = {
    ...fake,
    sleep(ms, signal) {
      const slept = fake.sleep(ms, signal);
      happened.resolve();
      return slept;
    },
  };
  mailer = mailerTo(`smtp://watchbell:open-sesame-1@127.0.0.1:${server.credentials}`);
});
afterEach(async () => {
  await mailer.close();
  await server.close();
});

function mailerTo(smtpUrl: string | null): Mailer {
  const write = (fields: Record<string, unknown>, text: string) => void lines.push({ fields, text });
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const mailFrom = smtpUrl === null ? null : "Watchbell <bell@example.org>";
  return createMailer({ settings: { smtpUrl, mailFrom }, connect: createConnect({ outgoing: "private" }), clock, log });
}

const MAIL = { to: "ann@example.org", subject: "Hello <Ann>", text: "A link:\nhttp://x.test/?a=1&b=2\n" };

/** A mail server with TLS would need a certificate that this process trusts; here it is plain. */
async function send(scene: SmtpScene = {}): Promise<void> {
  server.play(scene);
  mailer.send(MAIL);
  await mailer.close();
}

describe("a mail to an account", () => {
  it("is told to be possible only where a mail server is set", () => {
    expect(mailer.isSet).toBe(true);
    const without = mailerTo(null);
    expect(without.isSet).toBe(false);
    expect(() => without.send(MAIL)).toThrow("without a mail server");
  });

  it("goes to the mail server as text and HTML, from the sender that is set", async () => {
    mailer = mailerTo(`smtp://127.0.0.1:${server.credentials}`);
    await send();
    const [mail] = server.received as readonly ReceivedMail[];
    expect(mail).toMatchObject({ from: "bell@example.org", to: ["ann@example.org"] });
    expect(mail?.raw).toContain("Subject: Hello <Ann>");
    expect(mail?.raw).toContain("From: Watchbell <bell@example.org>");
    expect(mail?.raw).toContain("Auto-Submitted: auto-generated");
    expect(mail?.raw).toContain("&amp;b=");
    expect(lines).toEqual([]);
  });

  it("never sends a password in plain text, and says so in the log without repeating it", async () => {
    await send();
    expect(server.received).toEqual([]);
    expect(lines).toMatchObject([{ text: "a mail to an account could not be sent" }]);
    expect(JSON.stringify(lines)).not.toContain("open-sesame-1");
    expect(JSON.stringify(lines)).not.toContain("ann@example.org");
  });

  it("that the server does not want for good is not tried again", async () => {
    mailer = mailerTo(`smtp://127.0.0.1:${server.credentials}`);
    await send({ recipients: { "ann@example.org": { code: 550, text: "5.1.1 no such user" } } });
    expect(lines).toMatchObject([{ fields: { again: false, reason: expect.stringContaining("no such user") } }]);
  });

  it("that the server cannot take now is tried again, three times in all", async () => {
    mailer = mailerTo(`smtp://127.0.0.1:${server.credentials}`);
    server.play({ sender: { code: 451, text: "4.3.0 try later" } });
    mailer.send(MAIL);
    for (const waitMs of [5_000, 60_000]) {
      await happened.promise;
      happened = Promise.withResolvers();
      clock.advance(waitMs);
    }
    await vi.waitFor(() => expect(lines.map(({ fields }) => fields.again)).toEqual([true, true, false]));
  });
});
