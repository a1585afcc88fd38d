import { Readable } from "node:stream";
import type { default as SMTPConnection, SMTPConnectionSendInfo } from "nodemailer/lib/smtp-connection";
import type { Connect } from "./connect.ts";
import { codedError, connectionFault } from "./connection-faults.ts";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS is used when the server offers it. */
  readonly secure: boolean;
  /** Rather fail than go on in plain text. */
  readonly requireTls: boolean;
  readonly login: { readonly username: string; readonly password: string } | null;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface Mail {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets, as are the references. */
  readonly messageId: string;
  readonly references: string | null;
  /** Epoch milliseconds. */
  readonly date: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RefusedMailbox {
  readonly address: string;
  readonly answer: string;
}

export type SmtpResult =
  /** The server answered the final dot with success; some recipients may have been refused before. */
  | { readonly kind: "taken"; readonly answer: string; readonly refused: readonly RefusedMailbox[] }
  /** The server said no. `permanent`: it will say so again. */
  | {
      readonly kind: "refused";
      readonly permanent: boolean;
      readonly stage: "greeting" | "login" | "sender" | "recipients" | "message";
      readonly answer: string;
    }
  /** As in an HTTP exchange. `broken`: the whole message was sent, and no answer came. */
  | {
      readonly kind: "failed";
      readonly why: "refused-address" | "unreachable" | "broken";
      readonly reason: string;
    };

/**
 * Hands one mail to an SMTP server over a connection of its own. nodemailer speaks the protocol on a socket that
 * `connect` opened; it is loaded with the first mail.
 */
export async function sendMail(
  connect: Connect,
  server: SmtpServer,
  mail: Mail,
  options: { readonly timeoutMs: number },
): Promise<SmtpResult> {
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const { envelope, bytes } = await compose(mail);
  const { host, port, secure, requireTls } = server;
  const opened = await connect({ host, port, ...(secure ? { tls: {} } : {}) });
  if (opened.kind === "failed") return opened;
  const smtp = new Connection({
    host,
    port,
    secure,
    secured: secure,
    requireTLS: requireTls && !secure,
    connection: opened.socket,
    connectionTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
  });
  return converse(smtp, server, envelope, bytes, options.timeoutMs);
}

interface Envelope {
  readonly from: string;
  readonly to: string[];
}

async function compose(mail: Mail): Promise<{ readonly envelope: Envelope; readonly bytes: Buffer }> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const { references } = mail;
  const node = new MailComposer({
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    ...(references === null ? {} : { references, inReplyTo: references }),
    date: new Date(mail.date),
    headers: { ...mail.headers },
    encoding: "quoted-printable",
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from, to } = node.getEnvelope();
  return { envelope: { from: from || "", to: [...to] }, bytes: await node.build() };
}

async function converse(
  smtp: SMTPConnection,
  server: SmtpServer,
  envelope: Envelope,
  bytes: Buffer,
  timeoutMs: number,
): Promise<SmtpResult> {
  const step = stepsOf(smtp, timeoutMs);
  // The final dot goes out right after the message's end. Before that the server cannot have taken it.
  let sentAll = false;
  const message = Readable.from([bytes]).on("end", () => {
    sentAll = true;
  });
  try {
    await step.take<void>((done) => smtp.connect((error) => done(error ?? null)));
    const { login } = server;
    if (login !== null && smtp.allowsAuth) {
      await step.take<unknown>((done) => smtp.login({ user: login.username, pass: login.password }, done));
    }
    const info = await step.take<SMTPConnectionSendInfo>((done) => smtp.send(envelope, message, done));
    smtp.quit();
    return { kind: "taken", answer: oneLine(info.response), refused: refusedOf(info.rejectedErrors) };
  } catch (error) {
    smtp.close();
    return failureOf(error, `${server.host}:${server.port}`, sentAll);
  } finally {
    step.end();
  }
}

type Callback<T> = (error: Error | null, result?: T) => void;

/** Waits for one step of the conversation after the other; all end when the connection breaks or time is up. */
function stepsOf(smtp: SMTPConnection, timeoutMs: number) {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  smtp.on("error", broken.reject);
  const timer = setTimeout(() => broken.reject(codedError("ETIMEDOUT")), timeoutMs);
  return {
    take<T>(run: (done: Callback<T>) => void): Promise<T> {
      const done = Promise.withResolvers<T>();
      run((error, result) => (error === null ? done.resolve(result as T) : done.reject(error)));
      return Promise.race([broken.promise, done.promise]);
    },
    end: () => clearTimeout(timer),
  };
}

/** What nodemailer puts on its errors. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
  readonly recipient?: string;
}

function failureOf(error: unknown, where: string, sentAll: boolean): SmtpResult {
  if (!(error instanceof Error)) throw error;
  const { code, response, responseCode, permanent = false, command = "", message, originalCode }: SmtpError = error;
  if (code === "ETLS") {
    // Also when the server refused STARTTLS: certificates and settings get mended, so this is not for good.
    return { kind: "failed", why: "unreachable", reason: `No encrypted connection to ${where}: ${message}.` };
  }
  if (responseCode !== undefined) {
    const stage = stageOf(command);
    return {
      kind: "refused",
      permanent: permanent && stage !== "greeting",
      stage,
      answer: oneLine(response ?? message),
    };
  }
  if (code === "EENVELOPE") return { kind: "refused", permanent: true, stage: "recipients", answer: oneLine(message) };
  const fault =
    code === "ECONNECTION" ? "the other side closed the connection" : connectionFault(withCode(error, originalCode));
  if (sentAll) {
    return {
      kind: "failed",
      why: "broken",
      reason: `The mail went to ${where}, but its answer did not come: ${fault}.`,
    };
  }
  return { kind: "failed", why: "unreachable", reason: `The mail could not be sent to ${where}: ${fault}.` };
}

/** nodemailer replaces the system's code by a general one and keeps it aside. */
function withCode(error: Error, code: string | undefined): Error {
  return code === undefined ? error : Object.assign(new Error(error.message), { code });
}

function stageOf(command: string): "greeting" | "login" | "sender" | "recipients" | "message" {
  if (command.startsWith("AUTH")) return "login";
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO") return "recipients";
  return command === "DATA" ? "message" : "greeting";
}

function refusedOf(errors: readonly SmtpError[] = []): readonly RefusedMailbox[] {
  return errors.map(({ recipient = "", response, message }) => ({
    address: recipient,
    answer: oneLine(response ?? message),
  }));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
