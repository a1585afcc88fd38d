import { topicName } from "../../model/index.ts";
import type { IntegrationInput, TopicInput } from "../../store/ports.ts";
import type { App } from "../app.ts";

/** The channel of the topics that reach one person. */
const PEOPLE = "people";

/** The topic that mails an account at its address, in one project. */
export function personalTopic(app: Pick<App, "providers">, projectId: string, accountId: string): TopicInput {
  return { projectId, channel: PEOPLE, topic: accountId, integrations: [mailing(app, accountId)] };
}

/** The full name of that topic. */
export function personalTopicName(accountId: string): string {
  return topicName(PEOPLE, accountId);
}

/** The topic that a project of one's own begins with, which monitors tell of which nothing else is said. */
export function firstTopic(app: Pick<App, "providers">, projectId: string, accountId: string): TopicInput {
  return { projectId, channel: "default", topic: "alerts", integrations: [mailing(app, accountId)] };
}

/** An integration that knows whom it mails, not where: account-address.ts looks that up when something is sent. */
function mailing({ providers }: Pick<App, "providers">, accountId: string): IntegrationInput {
  const provider = providers.get("email");
  if (provider === null) throw new Error("there is no provider for e-mail");
  return {
    name: "my e-mail",
    provider: provider.kind,
    model: null,
    credentials: { account: accountId },
    notifyOn: null,
    enabled: true,
    keepsIncidents: provider.keepsIncidents,
    rate: provider.rate,
  };
}
