import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { type Received, startSink } from "../sink.ts";
import type { Vendor } from "./provider.ts";

/** What a fake HTTP service does with a request. */
export type HttpScene =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | "hang"
  | "reset";

/** Starts a fake HTTP service; `credentialsOf` makes credentials of its address. */
export async function startHttpVendor(
  credentialsOf: (url: string) => unknown,
): Promise<Vendor<HttpScene> & { readonly received: readonly Received[] }> {
  let scene: HttpScene = { status: 200 };
  const sink = await startSink((_received, response) => {
    if (scene === "hang") return;
    if (scene === "reset") return void response.socket?.resetAndDestroy();
    response.writeHead(scene.status, { ...scene.headers }).end(scene.body ?? "");
  });
  return {
    credentials: credentialsOf(sink.url),
    nobody: credentialsOf(`http://127.0.0.1:${await freePort()}`),
    received: sink.received,
    play: (next) => {
      scene = next;
    },
    close: () => sink.close(),
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
