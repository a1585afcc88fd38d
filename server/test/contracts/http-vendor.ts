import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { HttpClient } from "../../src/lib/http-client.ts";
import { type Received, startSink } from "../sink.ts";
import type { Vendor } from "./provider.ts";

/** What a fake HTTP service does with a request. */
export type HttpTurn =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | "hang"
  | "reset";

/** The same for every request, or one turn after another, the last of them for all that follow. */
export type HttpScene = HttpTurn | readonly HttpTurn[];

/** A turn that answers; what is no text goes out as JSON. */
export function says(status: number, body: unknown = "", headers: Readonly<Record<string, string>> = {}): HttpTurn {
  return { status, body: typeof body === "string" ? body : JSON.stringify(body), headers };
}

/** Starts a fake HTTP service; `credentialsOf` makes credentials of its address. */
export async function startHttpVendor(
  credentialsOf: (url: string) => unknown,
): Promise<Vendor<HttpScene> & { readonly received: readonly Received[] }> {
  let turns: readonly HttpTurn[] = [];
  let played = 0;
  const sink = await startSink((_received, response) => {
    const turn = turns[Math.min(played++, turns.length - 1)] ?? { status: 200 };
    if (turn === "hang") return;
    if (turn === "reset") return void response.socket?.resetAndDestroy();
    response.writeHead(turn.status, { ...turn.headers }).end(turn.body ?? "");
  });
  return {
    credentials: credentialsOf(sink.url),
    nobody: credentialsOf(`http://127.0.0.1:${await freePort()}`),
    received: sink.received,
    play: (next) => {
      turns = isTurns(next) ? next : [next];
      played = 0;
    },
    close: () => sink.close(),
  };
}

function isTurns(scene: HttpScene): scene is readonly HttpTurn[] {
  return Array.isArray(scene);
}

/** Starts a fake of a service that has addresses of its own, such as `https://api.example.com`. */
export async function startFixedVendor(
  origins: readonly string[],
  credentials: unknown,
): Promise<Vendor<HttpScene> & { readonly received: readonly Received[] }> {
  const vendor = await startHttpVendor((url) => url);
  const urls = { vendor: String(vendor.credentials), nobody: String(vendor.nobody) };
  const lead: Vendor<HttpScene>["lead"] = (http, to) => leadRequests(http, origins, urls[to]);
  return { ...vendor, credentials, nobody: credentials, lead };
}

/**
 * A client whose requests to one of `origins` go to `url`, with the header `x-origin` telling where they were meant to go.
 * A request to anywhere else is a fault of the test or of the provider.
 */
export function leadRequests(http: HttpClient, origins: readonly string[], url: string): HttpClient {
  return {
    request(request) {
      const { origin } = new URL(request.url);
      if (!origins.includes(origin)) throw new Error(`a request to ${origin} was not expected`);
      const headers = { ...request.headers, "x-origin": origin };
      return http.request({ ...request, url: url + request.url.slice(origin.length), headers });
    },
  };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
