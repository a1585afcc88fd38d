import { Worker } from "node:worker_threads";
import { StoreUnavailable } from "../../model/index.ts";
import type { Store } from "../ports.ts";
import { type Answer, errorFromWire, STORE_PORTS, type WorkerOptions } from "./worker-protocol.ts";

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Opens a SQLite store in a thread of its own; the returned store speaks to it by messages. */
export async function openWorkerStore(options: WorkerOptions): Promise<Store> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./store-worker.${extension}`, import.meta.url), { workerData: options });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let ended: Error | null = null;

  worker.on("message", (answer: Answer) => {
    const call = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(errorFromWire(answer.error));
  });
  const end = (error: Error): void => {
    ended ??= error;
    for (const call of pending.values()) call.reject(ended);
    pending.clear();
  };
  worker.on("error", (error) => end(new StoreUnavailable(`The store's thread failed: ${String(error)}`)));
  worker.on("exit", () => end(new StoreUnavailable("The store is closed.")));

  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const id = nextId++;
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, method, args });
    });

  const store = remoteStore(call);
  try {
    await store.now();
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return store;
}

type CallMethod = (method: string, args: readonly unknown[]) => Promise<unknown>;

/** A store whose every method is a call by name. */
function remoteStore(call: CallMethod): Store {
  const port = (name: string): unknown =>
    new Proxy({}, { get: (_, method) => remoteMethod(call, `${name}.${String(method)}`) });
  const ports = Object.fromEntries(STORE_PORTS.map((name) => [name, port(name)]));
  const own = ["now", "checkHealth", "outgrown", "seal", "close"].map((name) => [name, remoteMethod(call, name)]);
  return { ...ports, ...Object.fromEntries(own) } as unknown as Store;
}

function remoteMethod(call: CallMethod, name: string): (...args: unknown[]) => Promise<unknown> {
  return (...args) => call(name, args);
}
