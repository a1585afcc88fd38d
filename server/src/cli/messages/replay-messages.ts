import { z } from "zod";
import { type ApiClient, createApiClient } from "../api-client.ts";
import { apiCommand, examples } from "../api-command.ts";
import { usageFault } from "../cli-fault.ts";
import type { CliContext } from "../context.ts";
import { fetchMonitor } from "../monitors/monitor-answer.ts";
import { parseAnswer } from "../parse-answer.ts";
import { renderJson } from "../plain-text.ts";

const Replayed = z.looseObject({ ids: z.array(z.string()) });

/** The most that the API takes up at once. */
const BATCH = 1_000;

/** `watchbell messages replay`: puts dead messages back to waiting. */
export function replayMessagesCommand(context: CliContext) {
  return apiCommand("replay")
    .description("Send dead messages again, with a fresh retry plan: those named, or all that match.")
    .argument("[ids...]", "ids of dead messages")
    .option("--dead", "all dead messages, or those that --topic and --monitor leave")
    .option("--topic <channel+topic>", "with --dead: only those of this topic")
    .option("--monitor <id|slug>", "with --dead: only those of this monitor")
    .addHelpText(
      "after",
      examples(
        "watchbell messages replay 8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11",
        "watchbell messages replay --dead --topic default+alerts",
      ),
    )
    .action(async (ids, options) => {
      const matching = options.dead === true;
      if (matching === ids.length > 0) throw usageFault("Name message ids, or say --dead, not both.");
      if (!matching && (options.topic !== undefined || options.monitor !== undefined)) {
        throw usageFault("--topic and --monitor go with --dead.");
      }
      const api = createApiClient(context, options);
      if (matching) {
        const monitor = options.monitor === undefined ? undefined : (await fetchMonitor(api, options.monitor)).id;
        return tell(context, await replayAll(api, { topic: options.topic, monitor, limit: BATCH }), options.json);
      }
      for (const id of ids) {
        await api.call({ method: "POST", path: `/api/v1/messages/${encodeURIComponent(id)}/replay`, body: {} });
      }
      tell(context, ids, options.json);
    });
}

interface ReplayBody {
  readonly topic: string | undefined;
  readonly monitor: string | undefined;
  readonly limit: number;
}

/** What was taken up is dead no more, so asking again brings the rest. */
async function replayAll(api: ApiClient, body: ReplayBody): Promise<readonly string[]> {
  const replayed: string[] = [];
  for (;;) {
    const { ids } = parseAnswer(Replayed, await api.call({ method: "POST", path: "/api/v1/messages/replay", body }));
    replayed.push(...ids);
    if (ids.length < body.limit) return replayed;
  }
}

function tell(context: CliContext, replayed: readonly string[], json: true | undefined): void {
  const words = replayed.length === 1 ? "1 message is sent again." : `${replayed.length} messages are sent again.`;
  context.print(json ? renderJson({ replayed: replayed.length, ids: replayed }) : words);
}
