import type { ClientSettings } from "../config/parse-client-settings.ts";
import { usageFault } from "./cli-fault.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SLUG = /^[a-z0-9_-]{1,100}$/;

/** What a ping says beside its address. */
export interface PingWords {
  /** `start`, `fail`, `log`, an exit status, or nothing for a success. */
  readonly action: "start" | "fail" | "log" | number | null;
  readonly runId?: string | undefined;
  readonly create?: boolean | undefined;
}

/** True for the canonical form of a UUID, in either letter case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Makes the address of a ping out of a ping URL, a monitor's id, or a slug with a ping key. */
export function pingUrl(target: string, words: PingWords, client: Pick<ClientSettings, "url" | "pingKey">): string {
  const url = new URL(targetUrl(target, client));
  const base = url.pathname.replace(/\/+$/, "");
  url.pathname = words.action === null ? base : `${base}/${words.action}`;
  if (words.runId !== undefined) url.searchParams.set("rid", words.runId);
  if (words.create) url.searchParams.set("create", "1");
  return url.href;
}

function targetUrl(target: string, client: Pick<ClientSettings, "url" | "pingKey">): string {
  if (/^https?:\/\//i.test(target)) {
    if (URL.canParse(target)) return target;
    throw usageFault(`${target} is no URL.`, "Copy the ping URL of the monitor again.");
  }
  if (isUuid(target)) return `${client.url}/ping/${target.toLowerCase()}`;
  if (!SLUG.test(target)) {
    throw usageFault(
      `${JSON.stringify(target)} is no ping URL, no id and no slug.`,
      "A slug has lower-case letters, digits, - and _ only.",
    );
  }
  if (client.pingKey === null) {
    throw usageFault("A slug needs the ping key of its project.", "Give it with --ping-key or WATCHBELL_PING_KEY.");
  }
  return `${client.url}/ping/${encodeURIComponent(client.pingKey)}/${target}`;
}
