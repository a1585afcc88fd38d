import { type Environment, findVariable } from "./environment.ts";
import type { Problem } from "./problem.ts";
import { CLIENT_VARIABLES } from "./setting-rules.ts";
import { parseBaseUrl } from "./setting-values.ts";

/** What the command line needs to talk to a server. */
export interface ClientSettings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly apiKey: string | null;
  readonly pingKey: string | null;
  readonly topicHash: string | null;
}

/** What was given on the command line; it is stronger than the environment. */
export type ClientFlags = { readonly [Name in keyof ClientSettings]?: string | undefined };

export type ParsedClientSettings =
  | { readonly kind: "ok"; readonly client: ClientSettings }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

const DEFAULT_URL = "http://localhost:7200";
const FLAGS = { url: "--url", apiKey: "--key", pingKey: "--ping-key", topicHash: "--hash" } as const;

/** Address and keys of a server from flags and environment; `X_FILE` reads any of them from a file. */
export function parseClientSettings(
  environment: Pick<Environment, "env" | "readFile">,
  flags: ClientFlags = {},
): ParsedClientSettings {
  const problems: Problem[] = [];
  const read = (name: keyof ClientSettings): { readonly text: string; readonly setting: string } | null => {
    const flag = flags[name];
    if (flag !== undefined) return { text: flag, setting: FLAGS[name] };
    const found = findVariable(CLIENT_VARIABLES[name], environment);
    switch (found.kind) {
      case "unset":
        return null;
      case "text":
        return found;
      case "twice": {
        const message = `Both ${found.setting} and ${found.setting}_FILE are set.`;
        problems.push({ id: "set-twice", setting: found.setting, message, hint: "Keep one of the two." });
        return null;
      }
      case "unreadable": {
        const message = `The file ${found.path} ${found.reason}.`;
        const hint = "Correct the path or the file's permissions.";
        problems.push({ id: "unreadable-file", setting: found.setting, message, hint });
        return null;
      }
    }
  };
  const readKey = (name: "apiKey" | "pingKey" | "topicHash"): string | null => {
    const key = read(name);
    if (key === null) return null;
    const text = key.text.trim();
    if (/^[\x21-\x7e]+$/.test(text)) return text;
    const message = "It is empty, or holds a space or a character outside ASCII.";
    problems.push({
      id: "invalid-value",
      setting: key.setting,
      message,
      hint: "Copy the key again, without anything around it.",
    });
    return null;
  };

  const url = read("url") ?? { text: DEFAULT_URL, setting: CLIENT_VARIABLES.url };
  const parsedUrl = parseBaseUrl(url.text.trim());
  if (!parsedUrl.ok) {
    problems.push({ id: parsedUrl.id, setting: url.setting, message: parsedUrl.message, hint: parsedUrl.hint });
  }
  const client = { apiKey: readKey("apiKey"), pingKey: readKey("pingKey"), topicHash: readKey("topicHash") };
  if (!parsedUrl.ok || problems.length > 0) return { kind: "problems", problems };
  return { kind: "ok", client: Object.freeze({ url: parsedUrl.value, ...client }) };
}
