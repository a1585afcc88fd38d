import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { type Preview, previewMessage } from "../../actions/preview-message.ts";
import { EVENTS } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { lines, oneLine, TopicPart } from "../shared-schemas.ts";

const Id = z.string().max(100);

/** What a preview is asked for. */
export const PreviewBody = z
  .strictObject({
    provider: oneLine(50),
    model: lines(40_000).nullable().default(null).describe("Null: the default text."),
    credentials: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("As they are typed; absent: those of `integration`, or none. A webhook needs them."),
    keepCredentials: z
      .array(z.string().max(100))
      .max(100)
      .optional()
      .describe("With `credentials` and `integration`: the names of those that stay as they are stored."),
    integration: z
      .strictObject({ channel: TopicPart, topic: TopicPart, name: oneLine(100) })
      .optional()
      .describe("Whose credentials are used; they are blanked in the answer."),
    about: z
      .discriminatedUnion("type", [
        z.strictObject({ type: z.literal("message"), id: Id }).describe("What this message told."),
        z.strictObject({ type: z.literal("monitor"), id: Id }).describe("What was last told of this monitor."),
        z.strictObject({ type: z.literal("sample"), event: z.enum(EVENTS) }).describe("An event that did not happen."),
      ])
      .default({ type: "sample", event: "down" }),
  })
  .meta({ id: "MessagePreviewInput" });

/** What a preview shows. */
export const PreviewAnswer = z
  .strictObject({
    event: z.enum(EVENTS),
    title: z.string(),
    text: z.string().describe("The model with its variables filled in, or the default text, before it is laid out."),
    payload: z.unknown().describe("What the provider would send; what is known only when it is sent is left out."),
    fault: z.string().nullable().describe("Why it could not be sent so."),
    unknown: z
      .array(z.string())
      .describe("Names in the model that are no variables of this event: they stay as typed."),
    variables: z.array(
      z.strictObject({
        name: z.string(),
        value: z.string(),
        text: z.string().nullable().describe("What it holds; null for a name of the publication's own."),
      }),
    ),
  })
  .meta({ id: "MessagePreview" });

/** What a message would look like. */
export function previewRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/topics/preview",
      needs: "write",
      section: "Topics",
      summary: "Show a message as it would be sent",
      description: "With the facts of a real event or of a sample. Nothing is stored and nothing is sent.",
      params: Nothing,
      query: Nothing,
      body: PreviewBody,
      answers: { 200: PreviewAnswer },
      handle: async ({ caller, body }) => ({
        status: 200,
        json: presentPreview(await previewMessage(app, caller, body)),
      }),
    }),
  ];
}

function presentPreview(preview: Preview): z.input<typeof PreviewAnswer> {
  const { event, title, text, payload, fault, unknown, variables } = preview;
  return {
    event,
    title,
    text,
    payload,
    fault,
    unknown: [...unknown],
    variables: variables.map((each) => ({ ...each })),
  };
}
