import type { Context } from "hono";
import { allows, type Verb } from "../../../access/verbs.ts";
import type { Caller } from "../../../actions/app.ts";
import { getProject } from "../../../actions/get-project.ts";
import type { Project } from "../../../model/index.ts";
import { clientOf } from "../../client-of.ts";
import { logWrongKey } from "../../errors.ts";
import { htmlAnswer } from "../../html-answer.ts";
import type { HeartbeatDoor } from "./heartbeat-door.ts";

/** Who opened a page of the board. */
export interface Reader {
  readonly project: Project;
  readonly caller: Caller;
  readonly secret: string;
  readonly mayWrite: boolean;
}

/** Longer than any key that can exist. */
const MAX_SECRET_LENGTH = 200;

/**
 * Lets a reader in whose `secret` is a key of this project that may do this, or gives the answer that ends the request.
 * The key is looked up by its code, so that no time tells how much of it was right; no log line repeats an address.
 */
export async function admit(door: HeartbeatDoor, c: Context, verb: Verb): Promise<Reader | Response> {
  const { app } = door;
  const projectId = await door.boardOf(c);
  if (projectId === null) return noBoard(door);
  const secret = c.req.query("secret") ?? "";
  const key = secret === "" || secret.length > MAX_SECRET_LENGTH ? null : await app.store.people.findKey(secret);
  if (key === null || key.projectId !== projectId || !allows(key.kind, verb)) {
    if (secret !== "") logWrongKey(c, app);
    return askForKey(door, c, verb);
  }
  const project = await getProject(app, { projectId });
  const actor = { name: key.name, from: clientOf(c, app.settings) };
  const caller: Caller = { projectId, standing: key.kind, actor, account: null };
  return { project, caller, secret, mayWrite: allows(key.kind, "write") };
}

function noBoard({ pages }: HeartbeatDoor): Response {
  const text = "No project has this address. The part behind /heartbeat/ is the project's ping key.";
  return htmlAnswer(404, pages.notice({ title: "No board here", text, askWith: null }), pages.policy);
}

function askForKey({ pages }: HeartbeatDoor, c: Context, verb: Verb): Response {
  const kind = verb === "read" ? "A read key opens the board, a write key also changes it." : "This needs a write key.";
  const id = c.req.query("id");
  const askWith: Readonly<Record<string, string>> = id === undefined ? {} : { id };
  const notice = {
    title: "A key is needed",
    text: `The address carries no key of this project that may do this. ${kind}`,
    askWith,
  };
  return htmlAnswer(403, pages.notice(notice), pages.policy);
}
