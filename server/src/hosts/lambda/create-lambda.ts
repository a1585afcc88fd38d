import { makeSetUpLink } from "../../actions/accounts/set-up.ts";
import type { App } from "../../actions/app.ts";
import { bootstrapProject } from "../../actions/bootstrap-project.ts";
import { createSilentFeed } from "../../actions/change-feed.ts";
import type { AwsAccess } from "../../config/parse-lambda-settings.ts";
import { createHttpApp, type Pages } from "../../http/create-http-app.ts";
import { refusalAnswer } from "../../http/errors.ts";
import type { Clock } from "../../lib/clock.ts";
import type { HttpClient } from "../../lib/http-client.ts";
import { createVault } from "../../lib/vault.ts";
import { AppError } from "../../model/index.ts";
import { createApp } from "../create-app.ts";
import type { BatchResult } from "./deliver-batch.ts";
import { requestOfEvent } from "./http-event.ts";
import { type HttpResult, MAX_RESULT_BYTES, resultOf } from "./http-result.ts";
import type { Invocation } from "./invocation.ts";
import type { OutTray } from "./out-tray.ts";
import { createQueuedMailer, sendQueuedMail } from "./queued-mailer.ts";

export interface LambdaParts extends Pick<App, "settings" | "version" | "store" | "log"> {
  readonly masterKey: Uint8Array;
  /** What mails go through SES with; null: they do not. */
  readonly aws: AwsAccess | null;
  /** Where the store puts what becomes due. */
  readonly tray: OutTray;
  readonly pages: Pages;
  readonly clock?: Clock | undefined;
  readonly aroundHttp?: ((http: HttpClient) => HttpClient) | undefined;
}

/** The three functions, and the app that they share. */
export interface Lambda {
  readonly app: App;
  /** Takes HTTP in, from API Gateway or a Function URL. */
  http(event: unknown): Promise<HttpResult>;
  /** Called every minute, and with `{ "command": "set-up-link" }` by whoever sets Watchbell up. */
  tick(event: unknown, invocation: Invocation): Promise<SetUp | null>;
  /** Takes a batch of the queue. */
  deliver(event: unknown, invocation: Invocation): Promise<BatchResult>;
  close(): Promise<void>;
}

/** What whoever may invoke the function is told; it stands in no log. */
export interface SetUp {
  /** Makes the first account; null: there is one. */
  readonly setUpLink: string | null;
}

/** API Gateway waits 30 s for an answer, the stack in deploy/aws gives the function 29; some of it is for the rest. */
const LONGEST_ANSWER_MS = 25_000;

const SET_UP = "set-up-link";

/**
 * Makes the functions around a store. Nothing may be left to do once a function has answered: it stands still until it is
 * called again, or is gone. So there are no loops, no live events, mails go through the queue, and what became due is
 * told the queue before the answer.
 */
export function createLambda({ masterKey, aws, tray, pages, ...parts }: LambdaParts): Lambda {
  const { settings, log } = parts;
  const vault = createVault(masterKey);
  const { app, close } = createApp({
    ...parts,
    changes: createSilentFeed(),
    readiness: () => [],
    ringDelivery() {},
    longestAnswerMs: LONGEST_ANSWER_MS,
    mailer: createQueuedMailer({ settings, aws, vault, tray }),
  });
  const { connectToOwn: connect, clock, http } = app;
  const office = { settings, aws, vault, connect, clock, http, log };
  const web = createHttpApp(app, pages);
  // Once for each instance is often enough, and the first tick comes within a minute.
  let hasProject = false;
  const bootstrap = async (): Promise<void> => {
    if (!hasProject) await bootstrapProject(app);
    hasProject = true;
  };
  return {
    app,
    close,
    async http(event) {
      const parsed = requestOfEvent(event);
      if (parsed.kind === "refused") return await resultOf(refusalAnswer(new AppError("invalid_input", parsed.reason)));
      const { request, remoteAddress } = parsed;
      const result = await resultOf(await web.fetch(request, { remoteAddress }));
      await tray.flush();
      return result.body.length <= MAX_RESULT_BYTES ? result : await resultOf(tooLarge());
    },
    async tick(event, invocation) {
      await bootstrap();
      if (isSetUp(event)) return { setUpLink: await makeSetUpLink(app, { replaces: true }) };
      // The function for HTTP reads neither of the other two.
      const { tick } = await import("./tick.ts");
      await tick(invocation, { app, tray });
      return null;
    },
    async deliver(event, invocation) {
      const { deliverBatch } = await import("./deliver-batch.ts");
      const result = await deliverBatch(event, invocation, {
        app,
        sendMail: (sealed) => sendQueuedMail(sealed, office),
      });
      await tray.flush();
      return result;
    },
  };
}

function isSetUp(event: unknown): boolean {
  return typeof event === "object" && event !== null && "command" in event && event.command === SET_UP;
}

function tooLarge(): Response {
  const text = "The answer is larger than AWS Lambda lets through, 6 MB. Ask for less of it, with a smaller `limit`.";
  return refusalAnswer(new AppError("internal", text));
}
