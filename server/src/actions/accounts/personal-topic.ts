import type { TopicInput } from "../../store/ports.ts";
import type { App } from "../app.ts";
import { integrationInput } from "../put-topic.ts";

/** The channel of the topics that reach one person. */
export const PEOPLE = "people";

interface Person {
  readonly accountId: string;
  readonly email: string;
}

/** The topic that mails an account at its address, in one project; without a mail server it writes to the log. */
export function personalTopic(app: Pick<App, "settings" | "providers">, projectId: string, person: Person): TopicInput {
  return { projectId, channel: PEOPLE, topic: person.accountId, integrations: [reaching(app, person)] };
}

/** The topic that a project of one's own begins with, which monitors tell of which nothing else is said. */
export function firstTopic(app: Pick<App, "settings" | "providers">, projectId: string, person: Person): TopicInput {
  return { projectId, channel: "default", topic: "alerts", integrations: [reaching(app, person)] };
}

function reaching(app: Pick<App, "settings" | "providers">, { email }: Person) {
  const { smtpUrl, mailFrom } = app.settings;
  const { provider, credentials } =
    smtpUrl === null
      ? { provider: "log", credentials: {} }
      : { provider: "email", credentials: { url: smtpUrl, from: mailFrom, to: [email] } };
  const request = { name: provider, provider, model: null, credentials, notifyOn: null, enabled: true };
  return integrationInput(app, request, { index: 0, existing: null });
}
