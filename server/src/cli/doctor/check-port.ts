import { createServer } from "node:net";
import type { Settings } from "../../config/settings.ts";
import { networkFault } from "../network-fault.ts";
import { plainText } from "../plain-text.ts";
import { broken, doubtful, type Finding, fine } from "./finding.ts";

const TIMEOUT_MS = 5_000;
const ANY_ADDRESS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** The port: free, or taken by a Watchbell that is ready. */
export async function checkPort({ host, port }: Settings, fetch: typeof globalThis.fetch): Promise<Finding> {
  if (port === 0) return fine("port", "0: a free one is taken at each start.");
  const fault = await tryToListen(host, port);
  if (fault === null) return fine("port", `${port} on ${host} is free; no server runs there.`);
  if (fault !== "EADDRINUSE") {
    return broken(
      "port",
      `${port} on ${host} cannot be taken (${fault}).`,
      "Use a port above 1023 and an address of this machine.",
    );
  }
  const local = ANY_ADDRESS[host] ?? (host.includes(":") ? `[${host}]` : host);
  return askServer(`http://${local}:${port}`, fetch);
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Who listens there is asked whether it is a Watchbell, and whether it is ready. */
async function askServer(url: string, fetch: typeof globalThis.fetch): Promise<Finding> {
  const alive = await ask(`${url}/healthz`, fetch);
  if (alive.status !== 200 || !alive.text.includes('"status"')) {
    return broken(
      "port",
      `Another program listens at ${url} (${alive.said}).`,
      "Stop it, or choose another port with WATCHBELL_PORT.",
    );
  }
  const ready = await ask(`${url}/readyz`, fetch);
  if (ready.status === 200) return fine("port", `A Watchbell runs at ${url} and is ready.`);
  return doubtful("port", `A Watchbell runs at ${url}, but is not ready: ${ready.said}.`, "Its log says more.");
}

async function ask(url: string, fetch: typeof globalThis.fetch) {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = (await response.text()).slice(0, 500);
    return { status: response.status, text, said: `HTTP ${response.status} ${plainText(text)}`.trim() };
  } catch (error) {
    return { status: 0, text: "", said: networkFault(error) };
  }
}
