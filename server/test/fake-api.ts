import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the fake answers: JSON, or a text; `hang` never answers. */
export type FakeAnswer =
  | { readonly status: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  | "hang";

export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** The requests in short: `GET /api/v1/monitors`. */
  readonly lines: () => readonly string[];
}

/** A server on this machine that records what it is asked and answers as the test says. Keys are `METHOD /path`, without query. */
export async function startFakeApi(
  answers: Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>,
): Promise<FakeApi> {
  const seen: SeenRequest[] = [];
  const asked = new Map<string, number>();
  const next = (key: string): FakeAnswer => {
    const planned = answers[key];
    if (planned === undefined) return { status: 500, text: `the test does not expect ${key}` };
    if (!Array.isArray(planned)) return planned as FakeAnswer;
    const n = asked.get(key) ?? 0;
    asked.set(key, n + 1);
    return planned[Math.min(n, planned.length - 1)] as FakeAnswer;
  };
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const { method = "", url: path = "", headers } = request;
    seen.push({ method, path, headers, body });
    write(response, next(`${method} ${path.split("?")[0]}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    lines: () => seen.map(({ method, path }) => `${method} ${path}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function write(response: ServerResponse, answer: FakeAnswer): void {
  if (answer === "hang") return;
  const text = "json" in answer ? JSON.stringify(answer.json) : answer.text;
  const type = "json" in answer ? "application/json" : "text/plain";
  response.writeHead(answer.status, { "content-type": type, ...answer.headers }).end(answer.status === 204 ? "" : text);
}
