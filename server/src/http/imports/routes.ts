import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { IMPORT_KINDS } from "../../actions/import-kinds.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";

/** Ten thousand items, and as much again for their types. */
const MAX_BODY_BYTES = 16_000_000;

const ImportBody = z
  .strictObject({
    Items: z.array(z.unknown()).max(50_000).describe("Items with DynamoDB's types."),
    Count: z.int().min(0).optional(),
    ScannedCount: z.int().min(0).optional(),
    ConsumedCapacity: z.null().optional(),
  })
  .meta({ id: "ImportInput", description: "A table as `aws dynamodb scan` prints it." });

const ImportAnswer = z
  .strictObject({
    created: z.int(),
    known: z.int().describe("Items that were there already and are left as they are."),
    down: z.int().describe("Those created whose deadline has passed: they are down, and nobody is told."),
    refused: z
      .array(
        z.strictObject({
          item: z.int().describe("Its place in the file, from 1."),
          name: z.string().nullable(),
          reason: z.string(),
        }),
      )
      .describe("Items that were not taken."),
  })
  .meta({ id: "ImportReport" });

/** How tables of older systems are brought along. */
export function importRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/imports/{kind}",
      needs: "write",
      section: "Imports",
      summary: "Bring the table of an older system along",
      description:
        "Keeps ids, keys, hashes and last times. All that can be read is stored in one transaction; a second time changes nothing.",
      params: z.strictObject({ kind: z.enum(IMPORT_KINDS) }),
      query: Nothing,
      body: ImportBody,
      maxBodyBytes: MAX_BODY_BYTES,
      answers: { 200: ImportAnswer },
      handle: async ({ caller, params, body }) => {
        // Done once in the life of a Watchbell, so it is read by whoever does it.
        const { importItems } = await import("../../actions/import-items.ts");
        const report = await importItems(app, caller, { kind: params.kind, items: body.Items });
        return { status: 200, json: { ...report, refused: report.refused.map((each) => ({ ...each })) } };
      },
    }),
  ];
}
