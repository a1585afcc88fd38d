import type { CliContext } from "./context.ts";
import { createOutputTail } from "./output-tail.ts";
import { type PingResult, sendPing } from "./send-ping.ts";

export interface WatchedRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly startUrl: string;
  readonly endUrl: (exitCode: number) => string;
  /** For each of the two pings, with all its tries. */
  readonly pingTimeoutMs: number;
  /** 0: the output is left alone. */
  readonly tailBytes: number;
}

type RunContext = Pick<CliContext, "clock" | "fetch" | "complain" | "spawnChild" | "onSignals" | "interactive">;

/** What a command left running may still hold its output open; after this time nobody waits for it. */
const DRAIN_MS = 1_000;
const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Runs a command between two pings and returns its exit code.
 *
 * 1. The start ping is on its way before the command starts, and nobody waits for it.
 * 2. While the command runs, signals go to it. Those that a terminal sends reach it without us.
 * 3. When it has ended, the start ping is not tried again; a try in flight is waited for, so that the end cannot overtake
 *    the start and leave a run open that is over.
 * 4. The end ping carries the tail of the output. A signal now breaks it off: whoever sends one wants us gone.
 */
export async function watchRun(context: RunContext, run: WatchedRun): Promise<number> {
  const commandEnded = new AbortController();
  const leave = new AbortController();
  const limits = { totalMs: run.pingTimeoutMs, stopRetrying: commandEnded.signal, abandon: leave.signal };
  const start = sendPing({ ...limits, url: run.startUrl, body: null }, context);

  const tail = createOutputTail(run.tailBytes);
  const child = context.spawnChild(run.command, run.args, { capture: run.tailBytes > 0 });
  child.onOutput((chunk) => tail.push(chunk));
  const stopListening = context.onSignals(PASSED_ON, (signal) => {
    if (commandEnded.signal.aborted) return leave.abort();
    if (!(context.interactive && (signal === "SIGINT" || signal === "SIGQUIT"))) child.kill(signal);
  });
  try {
    const { exitCode, fault } = await child.ended;
    commandEnded.abort();
    if (fault !== null) {
      context.complain(`watchbell: ${fault}`);
      tail.push(Buffer.from(`watchbell: ${fault}\n`));
    }
    await waitAtMost(context, child.drained, DRAIN_MS);
    const started = await start;
    tellFailure(context, "start", started);
    const body = tail.read(started.kind === "recorded" ? (started.bodyLimit ?? undefined) : undefined);
    const end = await sendPing(
      {
        url: run.endUrl(exitCode),
        body: body.length > 0 ? body : null,
        totalMs: run.pingTimeoutMs,
        abandon: leave.signal,
      },
      context,
    );
    tellFailure(context, "end", end);
    return exitCode;
  } finally {
    stopListening();
  }
}

function tellFailure({ complain }: RunContext, which: "start" | "end", result: PingResult): void {
  if (result.kind === "recorded") return;
  const hint = result.status === 404 ? " (is the slug right? --create makes the monitor)" : "";
  complain(`watchbell: the ${which} ping failed: ${result.reason}${hint}. The command is not affected.`);
}

async function waitAtMost({ clock }: RunContext, done: Promise<void>, ms: number): Promise<void> {
  const settled = new AbortController();
  await Promise.race([done, clock.sleep(ms, settled.signal)]);
  settled.abort();
}
