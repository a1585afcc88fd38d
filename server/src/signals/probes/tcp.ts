import type { Socket } from "node:net";
import { z } from "zod";
import { connectionFault } from "../../lib/connection-faults.ts";
import type { TcpProbeSpec } from "../../model/index.ts";
import type { Probe } from "./contract.ts";
import { failuresOf } from "./shared/failures-of.ts";
import { common, conditions, Host, MAX_CONDITIONS, Port } from "./shared/fields.ts";
import { conclude, failed, startTimer } from "./shared/outcome.ts";

const MAX_BYTES = 65_536;

const Spec = z
  .strictObject({
    type: z.literal("tcp"),
    host: Host,
    port: Port,
    send: z.string().min(1).max(10_000).nullable().default(null).describe("Sent as soon as the connection stands."),
    conditions: z
      .array(z.discriminatedUnion("type", [conditions.keyword, conditions.responseTime]))
      .max(MAX_CONDITIONS)
      .default([])
      .describe("All must hold. Without any it is enough that the connection stands."),
    ...common,
  })
  .meta({ id: "TcpProbe" });

/** Connects to a TCP port, and looks at what is said there if anybody cares. */
export const tcp = {
  kind: "tcp",
  title: "TCP port",
  Spec,
  async run(spec, deps) {
    const timings = startTimer();
    const endsAt = performance.now() + spec.timeoutMs;
    const connected = await deps.connect({ host: spec.host, port: spec.port, timeoutMs: spec.timeoutMs });
    if (connected.kind === "failed") return failed(connected.reason, timings());
    const { socket } = connected;
    try {
      const heard = await listen(socket, spec, Math.max(1, endsAt - performance.now()));
      const measured = timings({ ...connected.timings, firstByteMs: heard.firstByteMs });
      if (heard.fault !== null && heard.text === "") return failed(heard.fault, measured);
      const seen = { text: heard.text, isCut: heard.isCut, totalMs: measured.totalMs, now: deps.now() };
      const ok = `connected in ${Math.round(measured.totalMs)} ms`;
      return conclude(failuresOf(spec.conditions, seen), { ok, timings: measured, details: {} });
    } finally {
      socket.destroy();
    }
  },
} satisfies Probe<TcpProbeSpec>;

interface Heard {
  readonly text: string;
  readonly isCut: boolean;
  readonly firstByteMs: number | null;
  readonly fault: string | null;
}

/** Listens until the words that are waited for have come, the other side is done, or time is up. */
function listen(socket: Socket, spec: TcpProbeSpec, timeoutMs: number): Promise<Heard> {
  const wanted = spec.conditions.flatMap((each) => (each.type === "keyword" ? [each] : []));
  if (spec.send !== null) socket.write(spec.send);
  if (wanted.length === 0) return Promise.resolve({ text: "", isCut: false, firstByteMs: null, fault: null });
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let text = "";
    let firstByteMs: number | null = null;
    const decoder = new TextDecoder();
    const finish = (fault: string | null): void => {
      clearTimeout(timer);
      resolve({ text, isCut: text.length >= MAX_BYTES, firstByteMs, fault });
    };
    const timer = setTimeout(() => finish(`nothing was said within ${spec.timeoutMs / 1_000} s`), timeoutMs);
    socket.on("data", (chunk: Buffer) => {
      firstByteMs ??= performance.now() - startedAt;
      text = (text + decoder.decode(chunk, { stream: true })).slice(0, MAX_BYTES);
      // A word that must not come can still come: for that one the whole time is waited.
      const isDone = wanted.every((each) => !each.absent && text.includes(each.text));
      if (isDone || text.length >= MAX_BYTES) finish(null);
    });
    socket.on("end", () => finish("the other side closed the connection without a word"));
    socket.on("error", (error) => finish(connectionFault(error)));
    socket.on("close", () => finish("the other side closed the connection without a word"));
  });
}
