import { z } from "zod";
import { type SmtpResult, type SmtpServer, sendMail } from "../lib/smtp.ts";
import type { Provider, SendResult } from "./contract.ts";
import { escapeForMail, MAIL_HEADERS, type MailMessage, renderMail, threadReference } from "./shared/mail-message.ts";
import { domainOf, MailAddress, mailboxOf } from "./shared/mailbox.ts";

const Host = z.string().regex(/^[^\s/@\p{Cc}]{1,255}$/u, "must be the name or address of a server, without a scheme");
const MAX_RECIPIENTS = 50;

const Credentials = z
  .strictObject({
    url: z
      .string()
      .max(2_048)
      .refine(isSmtpUrl, "must be a URL such as smtps://user:password@mail.example.com")
      .optional()
      .meta({
        title: "Server as one URL",
        description: "In place of server, port, user name and password.",
        examples: ["smtps://user:password@mail.example.com"],
      }),
    host: Host.optional().meta({
      title: "Mail server",
      description: "The SMTP server that sends it.",
      examples: ["mail.example.com"],
      shownFirst: true,
    }),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta({ title: "Port", description: "587 unless given; 465 with TLS from the first byte.", shownFirst: true }),
    secure: z.boolean().optional().meta({ title: "TLS from the first byte", description: "Assumed on port 465." }),
    requireTls: z
      .boolean()
      .optional()
      .meta({ title: "Rather send nothing than in plain text", description: "Assumed when there is a password." }),
    username: z
      .string()
      .min(1)
      .max(320)
      .optional()
      .meta({ title: "User name", description: "Where the server asks for one.", shownFirst: true }),
    password: z.string().min(1).max(1_024).optional().meta({ title: "Password", format: "password", shownFirst: true }),
    from: MailAddress.meta({ title: "From", examples: ["Watchbell <watchbell@example.com>"] }),
    to: z
      .array(MailAddress)
      .min(1)
      .max(MAX_RECIPIENTS)
      .meta({ title: "To", description: "One address a line. All see each other.", examples: ["you@example.com"] }),
  })
  .superRefine(({ url, host, port, secure, username, password }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (url === undefined && host === undefined) refuse("host", "give the mail server as host, or as url");
    const parts = [host, port, secure, username, password];
    if (url !== undefined && parts.some((part) => part !== undefined)) {
      refuse("url", "says it all: leave host, port, secure, username and password out, or leave url out");
    }
    if ((username === undefined) !== (password === undefined)) refuse("password", "username and password go together");
  });
type Credentials = z.infer<typeof Credentials>;

/** The server may look for spam before it answers, so this is longer than for other services. */
const TIMEOUT_MS = 45_000;

/** Makes the e-mail provider; tests shorten its patience. */
export function createEmail({ timeoutMs }: { readonly timeoutMs: number }): Provider<Credentials, MailMessage> {
  return {
    kind: "email",
    title: "E-mail",
    Credentials,
    // A mail server names its limits in its answers, and they differ from one to the next.
    limits: {},
    rate: { tokens: 10, perMs: 1_000 },
    keepsIncidents: false,
    publicCredentials: ["host", "port", "from", "to"],
    escape: escapeForMail,
    render: renderMail,
    async send({ payload, credentials, messageId, alertKey }, { connect, now }) {
      const from = mailboxOf(credentials.from);
      const domain = domainOf(from);
      const mail = {
        ...payload,
        from,
        to: credentials.to.map(mailboxOf),
        messageId: `<${messageId}@${domain}>`,
        references: threadReference(alertKey, domain),
        date: now,
        headers: MAIL_HEADERS,
      };
      return outcomeOfMail(await sendMail(connect, serverOf(credentials), mail, { timeoutMs }));
    },
  };
}

/** Sends mail through an SMTP server. */
export const email = createEmail({ timeoutMs: TIMEOUT_MS });

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") return false;
  try {
    const { username, password } = partsOf(url);
    return (username === undefined) === (password === undefined);
  } catch {
    // A percent sign in the user name or password that is not written as %25.
    return false;
  }
}

/** A password never goes out in plain text, unless `requireTls: false` says so. */
function serverOf(credentials: Credentials): SmtpServer {
  const {
    host,
    port,
    secure = port === 465,
    username,
    password,
  } = credentials.url ? partsOf(new URL(credentials.url)) : credentials;
  const login = username === undefined || password === undefined ? null : { username, password };
  return {
    host: host ?? "",
    port: port ?? (secure ? 465 : 587),
    secure,
    requireTls: credentials.requireTls ?? login !== null,
    login,
  };
}

type ServerParts = Pick<Credentials, "host" | "port" | "secure" | "username" | "password">;

function partsOf(url: URL): ServerParts {
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? undefined : Number(url.port),
    secure: url.protocol === "smtps:",
    username: url.username === "" ? undefined : decodeURIComponent(url.username),
    password: url.password === "" ? undefined : decodeURIComponent(url.password),
  };
}

function outcomeOfMail(result: SmtpResult): SendResult {
  if (result.kind === "taken") {
    const refused = result.refused.map(({ address, answer }) => `${address} (${answer})`);
    const answer = refused.length === 0 ? result.answer : `${result.answer}; refused: ${refused.join(", ")}`;
    return { kind: "delivered", answer };
  }
  if (result.kind === "failed") {
    switch (result.why) {
      case "refused-address":
        return { kind: "rejected", reason: result.reason };
      case "unreachable":
        return { kind: "retry", reason: result.reason };
      case "broken":
        return { kind: "unknown", reason: result.reason };
    }
  }
  const { answer } = result;
  const reason = REFUSALS[result.stage];
  if (!result.permanent) return { kind: "retry", reason, answer };
  return result.stage === "login"
    ? { kind: "rejected", suspend: true, reason, answer }
    : { kind: "rejected", reason, answer };
}

const REFUSALS = {
  greeting: "The mail server did not want to talk to us.",
  login: "The mail server refused the user name or the password.",
  sender: "The mail server refused the sender's address.",
  recipients: "The mail server refused every recipient.",
  message: "The mail server refused the message.",
} as const;
