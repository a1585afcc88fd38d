import { z } from "zod";
import { type ApiClient, createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { CliFault, EXIT } from "../cli-fault.ts";
import { colourStatus } from "../colour-status.ts";
import type { CliContext } from "../context.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainText, renderJson } from "../plain-text.ts";
import { readSeconds } from "../read-number.ts";
import { fetchMonitor, MonitorAnswer } from "./monitor-answer.ts";

const Result = z.looseObject({
  n: z.number(),
  verdict: z.string(),
  reason: z.string(),
  timings: z.looseObject({ totalMs: z.number() }),
});
type Result = z.output<typeof Result>;
const Results = z.looseObject({ results: z.array(Result) });

const ASK_EVERY_MS = 250;

/** `watchbell monitors probe-now`: lets a probe look now and says what it found. */
export function probeNowCommand(context: CliContext) {
  return apiCommand("probe-now")
    .description("Let a probe look now and say what it found; ends with 1 when that is an error.")
    .argument("<id|slug>", "id or slug of the monitor")
    .option("--wait <duration>", "how long to wait for what it finds", "60s")
    .addHelpText(
      "after",
      `\nThe look counts as any other: the status changes and people are told as always.\n${examples(
        "watchbell monitors probe-now shop",
      )}`,
    )
    .action(async (idOrSlug, options) => {
      const waitMs = readSeconds("--wait", options.wait) * 1_000;
      const api = createApiClient(context, options);
      const { id } = await fetchMonitor(api, idOrSlug);
      const before = parseAnswer(
        MonitorAnswer,
        await api.call({ method: "POST", path: `/api/v1/monitors/${id}/probe` }),
      );
      const result = await awaitResult(context, api, { id, after: before.pingCount, waitMs });
      const { name, status } = await fetchMonitor(api, id);
      if (result.verdict === "error") context.exitWith(EXIT.failed);
      if (options.json) return context.print(renderJson(result));
      const verdict = colourStatus(context, result.verdict === "error" ? "fail" : "ok", result.verdict);
      const took = `${Math.round(result.timings.totalMs)} ms`;
      context.print(`${plainText(name)}: ${verdict}, ${plainText(result.reason)} (${took}). Status: ${status}.`);
    });
}

/** The first result that came after `after` others. */
async function awaitResult(
  { clock }: Pick<CliContext, "clock">,
  api: ApiClient,
  { id, after, waitMs }: { readonly id: string; readonly after: number; readonly waitMs: number },
): Promise<Result> {
  const giveUpAt = clock.now() + waitMs;
  for (;;) {
    const answer = await api.call({ method: "GET", path: `/api/v1/monitors/${id}/results?limit=1` });
    const [newest] = parseAnswer(Results, answer).results;
    if (newest !== undefined && newest.n > after) return newest;
    if (clock.now() >= giveUpAt) {
      throw new CliFault(
        "Nothing was found in time; the look may still be under way.",
        `See later: watchbell monitors show ${id}`,
      );
    }
    await clock.sleep(ASK_EVERY_MS);
  }
}
