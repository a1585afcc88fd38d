import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** A server on loopback that does what it should not. */
export interface RudeServer {
  readonly port: number;
  close(): Promise<void>;
}

const FIXTURES = join(import.meta.dirname, "fixtures/tls");

/** Reads one of the certificates for tests, with its key. */
function testCertificate(name: "localhost" | "expired"): { readonly cert: string; readonly key: string } {
  const read = (ending: string): string => readFileSync(join(FIXTURES, `${name}.${ending}`), "utf8");
  return { cert: read("crt"), key: read("key") };
}

/** Makes this process trust the certificates for tests; the answer undoes it. */
export function trustTestCertificates(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, testCertificate("localhost").cert, testCertificate("expired").cert]);
  return () => setDefaultCACertificates(before);
}

/** Serves HTTP, or HTTPS with one of the certificates for tests. */
export function serveHttp(listener: RequestListener, certificate?: "localhost" | "expired"): Promise<RudeServer> {
  return listen(
    certificate === undefined ? createServer(listener) : createTlsServer(testCertificate(certificate), listener),
  );
}

/** Serves bare TCP. */
export function serveTcp(onSocket: (socket: Socket) => void): Promise<RudeServer> {
  return listen(createTcpServer(onSocket));
}

async function listen(server: Server): Promise<RudeServer> {
  const sockets = new Set<Socket>();
  for (const event of ["connection", "secureConnection"]) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket);
      // A client that goes away is no concern of the server's.
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A port at which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await serveTcp(() => {});
  await server.close();
  return server.port;
}
