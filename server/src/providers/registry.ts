import { apprise } from "./apprise.ts";
import type { Provider } from "./contract.ts";
import { dingtalk } from "./dingtalk.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import { feishu } from "./feishu.ts";
import { googlechat } from "./googlechat.ts";
import { gotify } from "./gotify.ts";
import { hipchat } from "./hipchat.ts";
import { log } from "./log.ts";
import { matrix } from "./matrix.ts";
import { mattermost } from "./mattermost.ts";
import { ntfy } from "./ntfy.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { pushover } from "./pushover.ts";
import { sentry } from "./sentry.ts";
import { ses } from "./ses.ts";
import { slack } from "./slack.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { teams } from "./teams.ts";
import { telegram } from "./telegram.ts";
import { twilio } from "./twilio.ts";
import { webhook } from "./webhook.ts";
import { wecom } from "./wecom.ts";

/** The services that messages can go to, by kind. */
export interface ProviderRegistry {
  get(kind: string): Provider | null;
  /** In alphabetical order, as all the providers below. */
  kinds(): readonly string[];
  all(): readonly Provider[];
}

/** Every provider of the product; a test holds it equal to the files of this folder and to docs/providers. */
export function createProviderRegistry(
  providers: readonly Provider[] = [
    apprise,
    dingtalk,
    discord,
    email,
    feishu,
    googlechat,
    gotify,
    hipchat,
    log,
    matrix,
    mattermost,
    ntfy,
    opsgenie,
    pagerduty,
    pushover,
    sentry,
    ses,
    slack,
    sns,
    sqs,
    teams,
    telegram,
    twilio,
    webhook,
    wecom,
  ],
): ProviderRegistry {
  const sorted = [...providers].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const byKind = new Map(sorted.map((provider) => [provider.kind, provider]));
  return {
    get: (kind) => byKind.get(kind) ?? null,
    kinds: () => [...byKind.keys()],
    all: () => sorted,
  };
}
