/** The thread that owns the SQLite file: a slow disk stops no timer of the main thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { Store } from "../ports.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { type Answer, type Call, errorToWire, type WorkerOptions } from "./worker-protocol.ts";

type Method = (...args: readonly unknown[]) => Promise<unknown>;

const port = parentPort;
if (!port) throw new Error("store-worker.ts runs as a worker thread only");

const opening = openSqliteStore(workerData as WorkerOptions, () => Date.now());
// A failure is the answer to the first call; before that nobody handles it.
opening.catch(() => {});

port.on("message", (call: Call) => {
  void answer(call).then((reply) => {
    port.postMessage(reply);
    if (call.method === "close") port.close();
  });
});

async function answer(call: Call): Promise<Answer> {
  try {
    const store = await opening;
    return { id: call.id, ok: true, value: await methodOf(store, call.method)(...call.args) };
  } catch (error) {
    return { id: call.id, ok: false, error: errorToWire(error) };
  }
}

function methodOf(store: Store, name: string): Method {
  const target = name.split(".").reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], store);
  if (typeof target !== "function") throw new Error(`the store has no method ${name}`);
  return target as Method;
}
