import type { Provider } from "../../api/providers.ts";

/** Services that are chosen for the same reason, in the order in which they are offered. */
const GROUPS: readonly { readonly title: string; readonly kinds: readonly string[] }[] = [
  {
    title: "Chats",
    kinds: [
      "slack",
      "discord",
      "teams",
      "telegram",
      "googlechat",
      "mattermost",
      "matrix",
      "feishu",
      "dingtalk",
      "wecom",
      "hipchat",
    ],
  },
  { title: "Mail and phones", kinds: ["email", "ntfy", "pushover", "gotify", "twilio", "ses", "apprise"] },
  { title: "On call", kinds: ["pagerduty", "opsgenie", "sentry"] },
  { title: "Programs", kinds: ["webhook", "sns", "sqs", "log"] },
];

/** Words that people look for a service by, beside its name. */
const ALSO: Readonly<Record<string, string>> = {
  apprise: "signal sms many",
  dingtalk: "alibaba",
  email: "smtp mail",
  feishu: "lark bytedance",
  log: "console stdout nothing",
  ntfy: "push phone",
  opsgenie: "jira atlassian",
  pushover: "push phone",
  gotify: "push phone",
  ses: "aws mail",
  sns: "aws sms",
  sqs: "aws queue",
  teams: "microsoft office",
  twilio: "sms phone",
  webhook: "http json url api",
  wecom: "wechat work tencent",
};

/** Some services under one heading. */
export interface ProviderGroup {
  readonly title: string;
  readonly providers: readonly Provider[];
}

/** The services of which the name fits what is looked for, by what they are; one that no group knows is among the last. */
export function groupProviders(providers: readonly Provider[], text: string): readonly ProviderGroup[] {
  const wanted = text.trim().toLowerCase();
  const fits = ({ kind, title }: Provider): boolean =>
    `${kind} ${title} ${ALSO[kind] ?? ""}`.toLowerCase().includes(wanted);
  const found = providers.filter(fits);
  const known = GROUPS.flatMap(({ kinds }) => kinds);
  const others = { title: "Others", kinds: found.map(({ kind }) => kind).filter((kind) => !known.includes(kind)) };
  return [...GROUPS, others]
    .map(({ title, kinds }) => ({
      title,
      providers: kinds.flatMap((kind) => found.find((provider) => provider.kind === kind) ?? []),
    }))
    .filter((group) => group.providers.length > 0);
}
