import { readFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { freePort } from "./http-vendor.ts";
import type { Vendor } from "./provider.ts";

interface Refusal {
  readonly code: number;
  readonly text: string;
}

/** Where a fake mail server says no, or what it does once it has the whole mail. */
export interface SmtpScene {
  readonly greeting?: Refusal;
  readonly login?: Refusal;
  readonly sender?: Refusal;
  /** By address. */
  readonly recipients?: Readonly<Record<string, Refusal>>;
  readonly message?: Refusal;
  readonly afterMessage?: "hang" | "reset";
  readonly beforeMessage?: "hang" | "reset";
}

/** One mail as the server took it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly login: string;
  readonly raw: string;
  readonly secure: boolean;
}

/** The certificate of the tests, for who wants to trust it. */
export const TEST_CERTIFICATE = fixture("localhost.crt");

/** Starts a fake mail server that takes any user with the password `open-sesame-1`. */
export async function startSmtpVendor(
  credentialsOf: (port: number) => unknown,
  options: SMTPServerOptions = { hideSTARTTLS: true },
): Promise<Vendor<SmtpScene> & { readonly received: readonly ReceivedMail[] }> {
  let scene: SmtpScene = {};
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const dropAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const server = new SMTPServer({
    cert: TEST_CERTIFICATE,
    key: fixture("localhost.key"),
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    ...options,
    onConnect: (_session, done) => done(refusal(scene.greeting)),
    onAuth({ username = "", password }, _session, done) {
      const wrong = password === "open-sesame-1" ? undefined : { code: 535, text: "5.7.8 wrong password" };
      done(refusal(scene.login ?? wrong), { user: username });
    },
    onMailFrom(_address, _session, done) {
      if (scene.beforeMessage === "reset") return dropAll();
      if (scene.beforeMessage !== "hang") done(refusal(scene.sender));
    },
    onRcptTo: ({ address }, _session, done) => done(refusal(scene.recipients?.[address])),
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      if (scene.message !== undefined) return done(refusal(scene.message));
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        login: String(session.user ?? ""),
        raw: Buffer.concat(chunks).toString("utf8"),
        secure: session.secure,
      });
      if (scene.afterMessage === "reset") return dropAll();
      if (scene.afterMessage !== "hang") done(null, "queued as 4711");
    },
  });
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  // A client that goes away is no fault of the server.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    credentials: credentialsOf((server.server.address() as AddressInfo).port),
    nobody: credentialsOf(await freePort()),
    received,
    play: (next) => {
      scene = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        dropAll();
      }),
  };
}

function refusal(wanted: Refusal | undefined): Error | null {
  return wanted === undefined ? null : Object.assign(new Error(wanted.text), { responseCode: wanted.code });
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), "utf8");
}
