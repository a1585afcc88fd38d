import type { App, Caller } from "../../actions/app.ts";
import { createEventStream } from "../../lib/event-stream.ts";
import { AppError, actorName } from "../../model/index.ts";
import { STREAM_HEADERS } from "../answer.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";

const RETRY_MS = 3_000;
const ALIVE_EVERY_MS = 15_000;
/** Then the reader has to come back and is let in anew, so that a key that was revoked does not listen for ever. */
const LONGEST_MS = 15 * 60_000;

const DESCRIPTION = `Server-sent events. \`changes\` has a list of hints, \`[{"kind", "id", "status"}]\`: something of this kind \
(\`monitor\`, \`incident\`, \`message\`, \`topic\`, \`key\` or \`project\`) was changed, so ask for it again. \`id\` null: several \
were. \`status\` is told of a monitor whose stored status changed. They are gathered, and come four times a second at most. \
\`resync\` comes first on every connection, and whenever something could not be told: whatever is shown may be out of date. \
A connection ends after 15 minutes; come back, as browsers do by themselves. On AWS Lambda there are none: 409 \`no_stream\`.`;

/** How a page learns that what it shows has changed. */
export function eventRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/events",
      needs: "read",
      section: "Events",
      summary: "Listen to what changes",
      description: DESCRIPTION,
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: "text/event-stream" },
      handle: async ({ caller }) => new Response(openStream(app, caller), { headers: STREAM_HEADERS }),
    }),
  ];
}

/** Nothing is kept for a reader that was away or is slow: one `resync` makes good whatever it missed. */
function openStream(app: App, { projectId, actor, account }: Caller): ReadableStream<Uint8Array> {
  const ended = new AbortController();
  let n = 0;
  let isBehind = true;
  const send = (event: string, data: unknown): boolean => stream.send({ event, id: String(++n), data });
  const stream = createEventStream({
    clock: app.clock,
    retryMs: RETRY_MS,
    aliveEveryMs: ALIVE_EVERY_MS,
    onRoom: () => {
      if (isBehind) isBehind = !send("resync", {});
    },
    onEnd: () => ended.abort(),
  });
  const subscription = app.changes.subscribe({
    projectId,
    owner: account?.id ?? actorName(actor),
    hear: (hints) => {
      if (!isBehind) isBehind = !send("changes", hints);
    },
    end: () => stream.end(),
  });
  if (subscription.kind !== "listening") {
    stream.end();
    throw refusalOf(subscription.kind);
  }
  ended.signal.addEventListener("abort", subscription.leave);
  void app.clock.sleep(LONGEST_MS, ended.signal).then(() => stream.end());
  return stream.body;
}

function refusalOf(kind: "too-many" | "silent" | "closed"): AppError {
  if (kind === "silent") {
    return new AppError(
      "no_stream",
      "There are no live events where this Watchbell runs. Ask again now and then instead.",
    );
  }
  if (kind === "closed") return new AppError("unavailable", "Watchbell is stopping. Try again in a moment.");
  return new AppError("too_many_streams", "Too many listen with this key already. Close a page, or use another key.");
}
