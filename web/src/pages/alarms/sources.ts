/** A kind of system that alarms come from. */
export interface KnownSource {
  /** As it stands in the address. */
  readonly name: string;
  readonly label: string;
  /** Where its address is put there. */
  readonly where: string;
}

/** The sources that alarm tokens work for; a test holds this equal to those of the server. */
export const SOURCES: readonly KnownSource[] = [
  {
    name: "alertmanager",
    label: "Alertmanager",
    where: "The url of a webhook_config in a receiver. Keep send_resolved on.",
  },
  { name: "grafana", label: "Grafana", where: "The URL of a contact point of type Webhook, method POST." },
  {
    name: "cloudwatch",
    label: "Amazon CloudWatch",
    where: "The endpoint of an HTTPS subscription to the SNS topic. Watchbell confirms it by itself.",
  },
  {
    name: "cloudmonitor",
    label: "Alibaba CloudMonitor",
    where: "The callback address of an alert rule, an event rule or a site monitor.",
  },
  {
    name: "generic",
    label: "Other system",
    where: "Wherever it can POST JSON or a form. A mapping lets it keep its own names.",
  },
];

/** What a source is called; one that is not known keeps its name. */
export function sourceLabel(name: string): string {
  return SOURCES.find((source) => source.name === name)?.label ?? name;
}

/** The address of a token for a source; the API gives the one for `generic`. */
export function addressFor(source: string, genericUrl: string): string {
  return genericUrl.replace("/v1/alarms/generic/", `/v1/alarms/${source}/`);
}
