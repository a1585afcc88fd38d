import { z } from "zod";
import { isAddressRange } from "../../lib/client-address.ts";
import { ALARM_STATES, SEVERITIES } from "../../model/index.ts";
import { createAlarmSources } from "../../signals/alarms/registry.ts";
import { Instant, nextCursor, oneLine, TopicPart } from "../shared-schemas.ts";

const Path = oneLine(200).regex(/^\$?[^[\]]*(?:\[\d+\][^[\]]*)*$/, {
  error: "must be a path such as incident.state or alerts[0].labels.host",
});

const Mapping = z
  .strictObject({
    key: z.array(Path).min(1).max(10).describe("The paths whose values together tell one problem from another."),
    status: Path,
    severity: Path,
    title: Path,
    message: Path,
    resource: Path,
    value: Path,
    url: Path,
    startsAt: Path,
    id: Path.describe("The same for a repeat of the same delivery."),
    states: z.record(z.string().max(100), z.enum(ALARM_STATES)).describe("What the foreign words for a state mean."),
    severities: z.record(z.string().max(100), z.enum(SEVERITIES)).describe("What the foreign severities mean."),
  })
  .partial()
  .meta({ id: "AlarmMapping", description: "How the alarms of a foreign system are read, by paths into its JSON." });

const EventName = oneLine(200);

const EventPairs = z
  .array(
    z.strictObject({
      opens: EventName.describe("The name of the event that fires."),
      ends: z
        .array(EventName)
        .max(20)
        .describe("The names of the events that end it, of the same resource; none: it is told every time."),
    }),
  )
  .max(200)
  .superRefine((pairs, context) => {
    const known = new Set<string>();
    for (const [index, { opens, ends }] of pairs.entries()) {
      for (const [name, path] of [[opens, "opens"], ...ends.map((end) => [end, "ends"])] as const) {
        const message = `names ${name} a second time. An event opens or ends one thing: name it once`;
        if (known.has(name)) context.addIssue({ code: "custom", path: [index, path], message });
        known.add(name);
      }
    }
  });

const fields = {
  name: oneLine(100),
  allow: z
    .array(z.string().refine(isAddressRange, { error: "must be an address or a CIDR range, such as 192.0.2.0/24" }))
    .max(100)
    .describe("Addresses and CIDR ranges from which the token is taken; empty: from anywhere."),
  mapping: Mapping.nullable().describe("For the source `generic`; null: its own names."),
  snsTopics: z
    .array(oneLine(300).regex(/^arn:/, { error: "must be the ARN of an SNS topic" }))
    .max(100)
    .describe("For the source `cloudwatch`: the SNS topics that may report; empty: any."),
  eventPairs: EventPairs.describe(
    "For the source `cloudmonitor`: events and their ends, before those of its own table.",
  ),
};

const HeaderName = z
  .string()
  .max(100)
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: "must be the name of a header, such as X-Grafana-Alerting-Signature" });

const signature = {
  header: HeaderName.default("X-Grafana-Alerting-Signature"),
  timestampHeader: HeaderName.nullable()
    .default(null)
    .describe("The header with the seconds that are signed as `seconds:body`; null: the body is signed alone."),
};

const Signature = z
  .strictObject({
    secret: z
      .string()
      .min(8)
      .max(500)
      .optional()
      .describe("What the sender signs with. Write-only; without it the one that is there stays."),
    ...signature,
  })
  .nullable()
  .meta({
    id: "AlarmSignatureInput",
    description: "With it only what is signed is taken, for every source: HMAC-SHA256 in hexadecimal, as Grafana does.",
  });

export const AlarmTokenBody = z
  .strictObject({
    name: fields.name.default("alarms"),
    allow: fields.allow.default([]),
    mapping: fields.mapping.default(null),
    snsTopics: fields.snsTopics.default([]),
    signature: Signature.default(null),
    eventPairs: fields.eventPairs.default([]),
  })
  .meta({ id: "AlarmTokenInput" });

/** What can be changed of a token. */
export const AlarmTokenPatch = z
  .strictObject({ ...fields, signature: Signature })
  .partial()
  .meta({ id: "AlarmTokenPatch" });

export const RotateBody = z
  .strictObject({ endOldNow: z.boolean().default(false).describe("Without it the old value works for 24 hours.") })
  .meta({ id: "AlarmTokenRotation" });

export const TokenParams = z.strictObject({ channel: TopicPart, topic: TopicPart, id: z.string() });

const tokenFields = {
  id: z.string(),
  ...fields,
  signature: z
    .strictObject(signature)
    .nullable()
    .meta({ id: "AlarmSignature", description: "How senders sign; the secret is never shown." }),
  hint: z.string().describe("The first characters, enough to tell tokens apart."),
  createdAt: Instant,
  lastUsedAt: Instant.nullable().describe("To the minute."),
  expiresAt: Instant.nullable().describe("When a token that was rotated stops working."),
};

export const AlarmTokenAnswer = z.strictObject(tokenFields).meta({ id: "AlarmToken" });

export const AlarmTokenList = z.strictObject({ tokens: z.array(AlarmTokenAnswer) }).meta({ id: "AlarmTokenList" });

export const NewAlarmToken = z
  .strictObject({
    ...tokenFields,
    value: z.string().describe("Shown here once; keep it."),
    url: z.string().describe("Where to report; put the name of your system in place of `generic`."),
  })
  .meta({ id: "NewAlarmToken" });

/** The names of the sources, as they stand in the address. */
const SOURCES = [...createAlarmSources().keys()];

export const AlarmPreviewBody = z
  .strictObject({
    source: z.enum(SOURCES),
    body: z
      .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
      .describe("What the system sends: a text exactly as it comes, such as a form, or JSON as it is."),
    contentType: oneLine(200).optional().describe("As the system announces it; absent: JSON."),
    mapping: fields.mapping.default(null),
    eventPairs: fields.eventPairs.default([]),
  })
  .meta({ id: "AlarmPreviewInput" });

export const AlarmPreviewAnswer = z
  .strictObject({
    unparsed: z.string().nullable().describe("Why it cannot be read, so that it is told as it is; null when it can."),
    reports: z.array(
      z.strictObject({
        state: z
          .enum(ALARM_STATES)
          .describe("`firing` opens an alarm, `resolved` ends the one of the same key, `info` is told every time."),
        key: z.string().describe("Tells this problem from others; the same from firing to resolved."),
        id: z.string().nullable().describe("A repeat of it within 24 hours does nothing; null: every delivery counts."),
        severity: z.enum(SEVERITIES),
        title: z.string().describe("Also the name of its monitor."),
        summary: z.string(),
        resource: z.string().nullable(),
        value: z.string().nullable(),
        fields: z
          .array(z.strictObject({ label: z.string(), value: z.string() }))
          .describe("What else is told, in reading order; what is left of the body comes last."),
        startsAt: Instant.nullable(),
        url: z.string().nullable(),
        endsAfterSeconds: z.number().nullable().describe("It ends by itself after so long; null: it does not."),
      }),
    ),
  })
  .meta({ id: "AlarmPreview" });

export const AlarmBodyList = z
  .strictObject({
    bodies: z.array(
      z.strictObject({
        id: z.string(),
        source: z.string(),
        at: Instant,
        contentType: z.string(),
        totalBytes: z.int().describe("Bytes that came; at most 262,144 of them are kept."),
        unparsed: z.string().nullable().describe("Why it could not be read; null when it could."),
      }),
    ),
    nextCursor,
  })
  .meta({ id: "AlarmBodyList" });
