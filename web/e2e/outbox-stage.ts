import { type Sink, startSink } from "../../server/test/sink.ts";
import { expect, type Watchbell } from "./fixtures.ts";

/** A topic whose integrations fare differently, and the target that they all reach. */
export interface OutboxStage extends AsyncDisposable {
  readonly sink: Sink;
  readonly topic: { readonly id: string; readonly name: string };
}

const PATH = "/channels/shop/topics/orders";

/** An integration that posts to a path of the target; the path decides how it fares. */
export function hook(sink: Sink, name: string, more: object = {}): object {
  return { name, provider: "webhook", credentials: { url: `${sink.url}/${name}` }, ...more };
}

/** Makes the topic shop+orders: `good` takes what it gets, `gone` is gone, `picky` takes nothing, `busy` asks to wait. */
export async function stageOutbox({ call }: Watchbell): Promise<OutboxStage> {
  const sink = await startSink(({ path }, response) => {
    if (path === "/busy") response.setHeader("Retry-After", "3600");
    const statuses: Readonly<Record<string, number>> = { "/gone": 410, "/picky": 422, "/busy": 429 };
    response.statusCode = statuses[path] ?? 200;
    response.end(response.statusCode === 200 ? "ok" : `no: ${path}`);
  });
  const integrations = ["good", "gone", "picky", "busy"].map((name) => hook(sink, name));
  const topic = await call<{ id: string; name: string }>("PUT", PATH, { integrations });
  return { sink, topic, [Symbol.asyncDispose]: () => sink.close() };
}

/** Makes a monitor of the topic go down, and waits until each of these messages of it has its status. */
export async function tellOutage(
  { url, call }: Watchbell,
  name: string,
  statuses: readonly string[],
): Promise<{ readonly id: string }> {
  const monitor = await call<{ id: string }>("POST", "/monitors", { name, topics: ["shop+orders"] });
  await fetch(`${url}/ping/${monitor.id}/fail`);
  const found = async (): Promise<readonly string[]> => {
    const { messages } = await call<{ messages: { status: string }[] }>("GET", `/messages?monitor=${monitor.id}`);
    return messages.map(({ status }) => status);
  };
  await expect.poll(found).toEqual(expect.arrayContaining([...statuses]));
  return monitor;
}
