import { once } from "node:events";
import { connect } from "node:net";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends a request as it is written, byte for byte, to a port of this machine: lines that end in LF end in CRLF on the wire,
 * the length of the body is put in for `{length}`, and the connection is closed after the answer.
 */
export async function sendRequest(port: number, text: string): Promise<RawAnswer> {
  const [head, body] = splitOnce(text.trimStart(), "\n\n");
  const lines = head.trimEnd().replace("{length}", String(Buffer.byteLength(body)));
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(`${lines}\nConnection: close\n\n`.replaceAll("\n", "\r\n"));
  socket.write(body);
  await once(socket, "close");
  return parseAnswer(Buffer.concat(chunks).toString("utf8"));
}

function parseAnswer(text: string): RawAnswer {
  const [head, body] = splitOnce(text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ""), "\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
  if (status === undefined) throw new Error(`no answer of HTTP: ${JSON.stringify(text.slice(0, 200))}`);
  const headers = new Headers(lines.map((line): [string, string] => splitOnce(line, ":")));
  const isChunked = headers.get("transfer-encoding")?.trim() === "chunked";
  return { status: Number(status), headers, body: isChunked ? unchunked(body) : body };
}

/** Chunks hold text here, and none is longer than what comes before the next line. */
function unchunked(body: string): string {
  const bytes = Buffer.from(body);
  let text = "";
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    const length = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (!(length > 0)) return text;
    text += bytes.toString("utf8", end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
