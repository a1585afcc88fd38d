import type { HttpClient, HttpResult } from "../../../src/lib/http-client.ts";
import { type ReceivedMail, startSmtpVendor } from "../../contracts/smtp-vendor.ts";
import { type Received, startSink } from "../../sink.ts";
import { inBerlin } from "./berlin.ts";
import type { Told, Trouble } from "./chapter.ts";

/** Everything that the company's messages go to, with what came in and when. */
export interface Targets {
  /** Where Slack and the webhooks are: a target is the path. */
  readonly url: string;
  /** Credentials of a mailbox. */
  readonly mail: unknown;
  /** What was accepted. */
  readonly told: readonly Told[];
  /** What was answered with an error. */
  readonly refused: readonly (readonly [at: string, target: string])[];
  /** The bodies that were accepted. */
  readonly bodies: readonly string[];
  /** Answers in place of the vendors that have no address on this machine. */
  wrapHttp(http: HttpClient): HttpClient;
  /** Notes the mails that came since the last time. */
  collectMail(): void;
  close(): Promise<void>;
}

/** Starts the targets; `now` is the story's clock. */
export async function startTargets(troubles: readonly Trouble[], now: () => number): Promise<Targets> {
  const told: Told[] = [];
  const refused: (readonly [string, string])[] = [];
  const bodies: string[] = [];
  const openIncidents = new Map<string, string>();
  const note = (target: string, line: string, body: string): void => {
    told.push([inBerlin(now()), target, line]);
    bodies.push(body);
  };
  const sink = await startSink((received, response) => {
    const target = received.path.slice(1);
    const trouble = troubles.find((t) => t.from <= now() && now() < t.until && target.startsWith(t.targets));
    if (trouble) {
      refused.push([inBerlin(now()), target]);
      response.writeHead(trouble.status, trouble.headers).end("not now");
      return;
    }
    note(target, lineOf(received), received.body);
    response.end("ok");
  });
  const mailServer = await startSmtpVendor((port) => ({
    host: "127.0.0.1",
    port,
    from: "watchbell@kontor.example",
    to: ["carol@kontor.example"],
  }));
  let mails = 0;
  return {
    url: sink.url,
    mail: mailServer.credentials,
    told,
    refused,
    bodies,
    wrapHttp: (http) => ({
      async request(request) {
        if (!request.url.startsWith("https://events.pagerduty.com/")) return await http.request(request);
        const body = String(request.body);
        note("pagerduty/duty", incidentLine(JSON.parse(body), openIncidents), body);
        return ACCEPTED;
      },
    }),
    collectMail() {
      const received: readonly ReceivedMail[] = mailServer.received;
      for (const { to, raw } of received.slice(mails)) {
        note(`mail/${to.join()}`, /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "", raw);
      }
      mails = received.length;
    },
    async close() {
      await sink.close();
      await mailServer.close();
    },
  };
}

const ACCEPTED: HttpResult = {
  kind: "answer",
  status: 202,
  headers: {},
  body: '{"status":"success","message":"Event processed","dedup_key":"k"}',
};

/** What stands first in a message of Slack, and the title of a webhook's event. */
function lineOf({ path, body }: Received): string {
  const json = JSON.parse(body);
  const text: string = path.startsWith("/slack/") ? (json.blocks?.[0].text.text ?? json.text) : json.title;
  return text.split("\n")[0] ?? "";
}

interface PagerDutyEvent {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload?: { readonly source: string };
}

/** What PagerDuty does with an event: it resolves the incident that was opened under the same key. */
function incidentLine({ event_action, dedup_key, payload }: PagerDutyEvent, open: Map<string, string>): string {
  const source = payload?.source ?? open.get(dedup_key) ?? "nothing that is open";
  if (event_action === "resolve") open.delete(dedup_key);
  else open.set(dedup_key, source);
  return `${event_action}: ${source}`;
}
