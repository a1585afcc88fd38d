import { countInWords } from "../lib/words.ts";
import { boardTopic, type Project } from "../model/index.ts";
import type { App } from "./app.ts";
import { publish } from "./publish.ts";
import { pulseLine } from "./pulse-names.ts";
import { isToTell, showHeartbeatBoard } from "./show-heartbeat-board.ts";
import { DEFAULT_SORT, sortBoard } from "./sort-board.ts";

/** A digest is no larger than a publication that comes over HTTP. */
const MAX_LINES_LENGTH = 200_000;

/** What became of a digest. `quiet`: nothing was overdue. `no-topic`: the board has none that exists. */
export type DigestOutcome =
  | { readonly kind: "quiet"; readonly pulses: number }
  | { readonly kind: "no-topic"; readonly lines: readonly string[] }
  | {
      readonly kind: "sent";
      /** Every overdue pulse, the longest overdue first. */
      readonly lines: readonly string[];
      readonly topic: string;
      readonly integrations: number;
    };

/** Publishes one digest of everything that is overdue on a project's board; a quiet board sends nothing. */
export async function sendHeartbeatDigest(app: App, project: Project, onceFor?: string): Promise<DigestOutcome> {
  const { rows } = await showHeartbeatBoard(app, project);
  const overdue = sortBoard(rows.filter(isToTell), DEFAULT_SORT);
  if (overdue.length === 0) return { kind: "quiet", pulses: rows.length };
  const lines = overdue.map(({ names }) => pulseLine(names));
  const topic = await findTopic(app, project);
  if (topic === null) return { kind: "no-topic", lines };
  const outcome = await publish(app, {
    topic,
    metadata: {
      title: `${countInWords(lines.length, "pulse")} overdue`,
      count: lines.length,
      overdue: joinLines(lines),
      board: await boardLink(app, project),
    },
    // What is overdue may differ when this digest is tried again; it is the same digest all the same.
    idempotency: onceFor === undefined ? undefined : { key: onceFor, bodyHash: onceFor },
  });
  const integrations = outcome.kind === "published" ? outcome.messages.length : 0;
  return { kind: "sent", lines, topic: topic.name, integrations };
}

async function findTopic(app: App, project: Project) {
  const [channel, topic] = boardTopic(project)?.split("+") ?? [];
  return channel === undefined || topic === undefined ? null : await app.store.topics.get(project.id, channel, topic);
}

function joinLines(lines: readonly string[]): string {
  let length = 0;
  const fitting = lines.filter((line) => {
    length += line.length + 1;
    return length <= MAX_LINES_LENGTH;
  });
  const left = lines.length - fitting.length;
  return [...fitting, ...(left > 0 ? [`… and ${left} more, see the board`] : [])].join("\n");
}

/** The address of a project's board. It holds no key of any kind: whoever opens it is asked for one. */
async function boardLink(app: App, project: Project): Promise<string> {
  const { baseUrl, openHeartbeat } = app.settings;
  const isOpen = openHeartbeat && (await app.store.people.projects())[0]?.id === project.id;
  return `${baseUrl}/heartbeat/${isOpen ? "" : `${project.id}/`}dashboard`;
}
