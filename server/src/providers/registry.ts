import type { Provider } from "./contract.ts";
import { email } from "./email.ts";
import { hipchat } from "./hipchat.ts";
import { log } from "./log.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { sentry } from "./sentry.ts";
import { slack } from "./slack.ts";
import { webhook } from "./webhook.ts";

/** The services that messages can go to, by kind. */
export interface ProviderRegistry {
  get(kind: string): Provider | null;
  /** In alphabetical order, as all the providers below. */
  kinds(): readonly string[];
  all(): readonly Provider[];
}

/** Every provider of the product; a test holds it equal to the files of this folder and to docs/providers. */
export function createProviderRegistry(
  providers: readonly Provider[] = [email, hipchat, log, opsgenie, pagerduty, sentry, slack, webhook],
): ProviderRegistry {
  const sorted = [...providers].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const byKind = new Map(sorted.map((provider) => [provider.kind, provider]));
  return {
    get: (kind) => byKind.get(kind) ?? null,
    kinds: () => [...byKind.keys()],
    all: () => sorted,
  };
}
