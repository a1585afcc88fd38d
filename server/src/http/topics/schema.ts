import { z } from "zod";
import { ATTEMPT_OUTCOMES, type DeliveryState, NOTIFY_ON } from "../../model/index.ts";
import { Instant, lines, oneLine, TopicPart } from "../shared-schemas.ts";

const notifyOn = z
  .array(z.enum(NOTIFY_ON))
  .max(3)
  .nullable()
  .describe("The sides of a monitor's life that this integration is told of; null: what the monitor says.");

const IntegrationBody = z
  .strictObject({
    id: z
      .string()
      .max(100)
      .optional()
      .describe("Which integration of the topic it is, so that its name can change; absent: the one of its name."),
    name: oneLine(100).describe("Unique in the topic."),
    provider: oneLine(50),
    model: lines(40_000)
      .nullable()
      .default(null)
      .describe("Text of a message with `$variables`; null: a good default."),
    credentials: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("What the provider needs; write-only. Absent: those that the integration has are kept."),
    keepCredentials: z
      .array(z.string().max(100))
      .max(100)
      .optional()
      .describe("With `credentials`: the names of those that stay as they are stored."),
    notifyOn: notifyOn.default(null),
    enabled: z.boolean().default(true),
  })
  .meta({ id: "IntegrationInput" });

const VISIBLE = /^[\x21-\x7e]+$/;

export const TopicBody = z
  .strictObject({
    integrations: z.array(IntegrationBody).max(50),
    id: z
      .string()
      .toLowerCase()
      .pipe(z.uuid())
      .optional()
      .describe("The id of a topic brought along; absent: kept, or made new."),
    hash: z
      .string()
      .min(8)
      .max(200)
      .regex(VISIBLE, { error: "may hold only visible ASCII characters" })
      .optional()
      .describe("The hash of a topic brought along; absent: kept, or made new."),
  })
  .meta({ id: "TopicInput" });

export const TopicParams = z.strictObject({ channel: TopicPart, topic: TopicPart });

const IntegrationAnswer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    model: z.string().nullable(),
    notifyOn,
    enabled: z.boolean(),
    suspended: z
      .strictObject({ at: Instant, reason: z.string() })
      .nullable()
      .describe("Why the target was given up; a test that succeeds or new credentials end it."),
  })
  .meta({ id: "Integration" });

const DELIVERY_STATES = [
  "working",
  "limited",
  "storm",
  "failing",
  "suspended",
] as const satisfies readonly DeliveryState["kind"][];

const DeliveryAnswer = z
  .strictObject({
    state: z
      .enum(DELIVERY_STATES)
      .describe(
        "`working`: what is due is sent at once. `limited`: the target asked us to wait. `storm`: a digest went out lately, what comes too fast is gathered for the next one. `failing`: the target failed again and again and is tried again later. `suspended`: it was given up.",
      ),
    since: Instant.nullable().describe("Since when it fails or is suspended."),
    until: Instant.nullable().describe("When it is limited or in a storm: how long. When it fails: the next try."),
    reason: z.string().nullable().describe("Why it fails or was suspended."),
  })
  .meta({ id: "Delivery" });

const ListedIntegrationAnswer = IntegrationAnswer.extend({ delivery: DeliveryAnswer }).meta({
  id: "ListedIntegration",
});

const ShownIntegrationAnswer = ListedIntegrationAnswer.extend({
  credentialsSet: z
    .array(z.string())
    .describe("The names of the credentials that are set; their values are never shown."),
}).meta({ id: "ShownIntegration" });

const topicFields = { id: z.string(), name: z.string(), channel: z.string(), topic: z.string(), createdAt: Instant };

export const TopicAnswer = z
  .strictObject({
    ...topicFields,
    hash: z.string().nullable().describe("Sent as x-topic-hash-x to publish; null for keys that may not write."),
    integrations: z.array(ShownIntegrationAnswer),
  })
  .meta({ id: "Topic" });

export const TopicList = z
  .strictObject({ topics: z.array(z.strictObject({ ...topicFields, integrations: z.array(ListedIntegrationAnswer) })) })
  .meta({ id: "TopicList" });

export const TopicDeleted = z
  .strictObject({
    name: z.string(),
    cancelled: z
      .array(z.strictObject({ id: z.string(), event: z.string(), integration: z.string() }))
      .describe("The messages that waited and are not sent any more."),
    monitors: z
      .array(z.string())
      .describe("The ids of the monitors that name the topic: they tell it nothing any more."),
  })
  .meta({ id: "TopicDeleted" });

export const TestBody = z
  .strictObject({
    integration: oneLine(100).optional().describe("The name of the only one to try; absent: each of the topic."),
  })
  .meta({ id: "TopicTest" });

export const TopicTested = z
  .strictObject({
    ok: z.boolean().describe("Every integration took its message."),
    integrations: z.array(
      z.strictObject({
        name: z.string(),
        outcome: z
          .enum([...ATTEMPT_OUTCOMES, "waiting"])
          .describe(
            "`delivered`, or `accepted` when the target does not say that it arrived; `waiting`: not tried yet.",
          ),
        reason: z.string(),
        answer: z.string().nullable().describe("What the target said, secrets blanked."),
        messageId: z.string(),
      }),
    ),
  })
  .meta({ id: "TopicTested" });

export const HashAnswer = z.strictObject({ hash: z.string() }).meta({ id: "TopicHash" });
