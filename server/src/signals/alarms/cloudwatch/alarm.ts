import type { AlarmReport, AlarmState, Severity } from "../../../model/index.ts";
import { parseInstant } from "../shared/instants.ts";
import { makeReport } from "../shared/make-report.ts";
import { asRecord, asRecords, type JsonRecord, keyOf, own, textOf, unpackJson } from "../shared/values.ts";
import { severityOfWord } from "../shared/words.ts";

/** What came beside the message. */
export interface MessageFrame {
  /** The same for a repeat of the same delivery; null for a raw delivery. */
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly topicArn: string | null;
}

const USED = [
  "AlarmName",
  "NewStateValue",
  "NewStateReason",
  "StateChangeTime",
  "AlarmArn",
  "AlarmDescription",
  "Trigger",
];
const ALSO_USED = ["Region", "AWSAccountId", "OldStateValue"];

/** Reads the message inside: a CloudWatch alarm, or any other text, which is told as it is. */
export function reportOfMessage(message: string, frame: MessageFrame): AlarmReport {
  const alarm = asRecord(unpackJson(message));
  if (alarm === null || textOf(alarm, "NewStateValue") === null) return otherReport(message, alarm, frame);
  const name = textOf(alarm, "AlarmName");
  const arn = textOf(alarm, "AlarmArn");
  const account = textOf(alarm, "AWSAccountId");
  const region = textOf(alarm, "Region");
  const trigger = asRecord(own(alarm, "Trigger")) ?? {};
  const state = stateOf(textOf(alarm, "NewStateValue"));
  return makeReport({
    key: arn ?? keyOf(account, region, name),
    eventId: frame.messageId,
    state: name === null && arn === null ? "info" : state,
    severity: describedSeverity(alarm) ?? "error",
    title: name ?? "CloudWatch alarm",
    summary: textOf(alarm, "NewStateReason"),
    resource: dimensionsText(trigger),
    value: valueText(alarm, trigger),
    fields: [
      ["State", stateText(alarm)],
      [
        "Metric",
        [textOf(trigger, "Namespace"), textOf(trigger, "MetricName")].filter((part) => part !== null).join(" "),
      ],
      ["Region", region],
      ["Account", account],
      ["Description", textOf(alarm, "AlarmDescription")],
    ],
    startsAt: parseInstant(own(alarm, "StateChangeTime")),
    url: consoleUrl(arn, name),
    payload: alarm,
    used: [...USED, ...ALSO_USED],
  });
}

/** Some other message of the topic: it is told, and nothing stays open. */
function otherReport(
  message: string,
  alarm: JsonRecord | null,
  { messageId, subject, topicArn }: MessageFrame,
): AlarmReport {
  const text = message.trim();
  const firstLine = text.split("\n")[0] ?? "";
  const title = subject ?? (alarm === null && firstLine !== "" ? firstLine : "Message from SNS");
  return makeReport({
    key: "message",
    eventId: messageId,
    state: "info",
    severity: "error",
    title,
    summary: alarm === null && text !== title ? text : null,
    fields: [["SNS topic", topicArn]],
    payload: alarm ?? {},
    used: [],
  });
}

/** CloudWatch knows no severities; people may write one into the description, `severity=critical`. */
function describedSeverity(alarm: JsonRecord): Severity | null {
  const word = /\bseverity\s*[=:]\s*(\w+)/i.exec(textOf(alarm, "AlarmDescription")?.slice(0, 2_000) ?? "")?.[1];
  return severityOfWord(word ?? null);
}

function stateOf(word: string | null): AlarmState {
  switch (word) {
    case "ALARM":
      return "firing";
    case "OK":
      return "resolved";
    default:
      return "info";
  }
}

function stateText(alarm: JsonRecord): string | null {
  const now = textOf(alarm, "NewStateValue");
  const before = textOf(alarm, "OldStateValue");
  return before === null ? now : `${before} → ${now}`;
}

function dimensionsText(trigger: JsonRecord): string | null {
  const pairs = asRecords(own(trigger, "Dimensions")).flatMap((dimension) => {
    const value = textOf(dimension, "value", "Value");
    return value === null ? [] : [`${textOf(dimension, "name", "Name") ?? "?"}=${value}`];
  });
  return pairs.length === 0 ? null : pairs.slice(0, 10).join(", ");
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: ">=",
  GreaterThanThreshold: ">",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

/** The datapoint that the reason names in brackets, against the threshold. */
function valueText(alarm: JsonRecord, trigger: JsonRecord): string | null {
  const datapoint = /\[(-?\d+(?:\.\d+)?(?:E-?\d+)?)/.exec(textOf(alarm, "NewStateReason")?.slice(0, 1_000) ?? "")?.[1];
  const threshold = textOf(trigger, "Threshold");
  if (threshold === null) return datapoint ?? null;
  const word = textOf(trigger, "ComparisonOperator");
  const comparison = word === null ? "" : Object.hasOwn(COMPARISONS, word) ? `${COMPARISONS[word]} ` : `${word} `;
  const statistic = textOf(trigger, "Statistic", "ExtendedStatistic");
  const limit = `alarm at ${statistic === null ? "" : `${statistic} `}${comparison}${threshold}`;
  return datapoint === undefined ? limit : `${datapoint}, ${limit}`;
}

/** The page of the alarm in the console of its region. */
function consoleUrl(arn: string | null, name: string | null): string | null {
  const [, partition, service, region] = arn?.split(":") ?? [];
  if (partition !== "aws" || service !== "cloudwatch" || name === null || !/^[a-z0-9-]+$/.test(region ?? ""))
    return null;
  const host = `${region}.console.aws.amazon.com`;
  return `https://${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`;
}
