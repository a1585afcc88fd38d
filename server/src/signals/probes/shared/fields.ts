import { isIP } from "node:net";
import { z } from "zod";
import { ONE_LINE } from "../../../lib/clean-text.ts";
import { COMPARISONS } from "../../../model/index.ts";
import { parseJsonPath } from "./json-path.ts";
import { STATUS_PATTERN } from "./status-in.ts";

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?$/i;

/** What every kind of probe has. */
export const common = {
  timeoutMs: z.int().min(100).max(60_000).default(10_000).describe("For one try."),
  retries: z
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe("How often it is tried again, a second apart, before it counts as an error."),
  errorIntervalMs: z
    .int()
    .min(1_000)
    .max(366 * 86_400_000)
    .nullable()
    .default(null)
    .describe("The interval after an error; null: the same as always."),
};

export const Url = z
  .string()
  .max(2_048)
  .regex(ONE_LINE, { error: "may not hold control characters" })
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), {
    error: "must be an address that begins with http:// or https://",
  })
  .refine((text) => URL.parse(text)?.username === "" && URL.parse(text)?.password === "", {
    error: "may not hold a user and password: whoever may read the monitor would see them. Use auth instead",
  });

export const Host = z
  .string()
  .max(255)
  .refine((text) => HOST.test(text) || isIP(text.replace(/^\[(.*)\]$/, "$1")) !== 0, {
    error: "must be a host name or an address, without a port",
  });

export const Port = z.int().min(1).max(65_535);

const Value = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]);
const comparison = { op: z.enum(COMPARISONS).default("=="), value: Value.default(null) };

/** The conditions by their type; each kind of probe takes those that it can judge. */
export const conditions = {
  status: z
    .strictObject({
      type: z.literal("status"),
      in: z
        .array(z.string().regex(STATUS_PATTERN, { error: "must be a status such as 301, 2xx or 200-204" }))
        .min(1)
        .max(20),
    })
    .describe("HTTP status."),
  keyword: z
    .strictObject({
      type: z.literal("keyword"),
      text: z.string().min(1).max(1_000),
      absent: z.boolean().default(false).describe("With true it must not be there."),
    })
    .describe("A text in what was received."),
  json: z
    .strictObject({
      type: z.literal("json"),
      path: z
        .string()
        .min(1)
        .max(500)
        .refine((path) => parseJsonPath(path) !== null, {
          error: 'must be a path such as data.items[0].name or ["a.b"]',
        }),
      ...comparison,
    })
    .describe("A place in a JSON body."),
  header: z.strictObject({ type: z.literal("header"), name: z.string().min(1).max(100), ...comparison }),
  answer: z.strictObject({ type: z.literal("answer"), ...comparison }).describe("Any one of the answers."),
  responseTime: z.strictObject({ type: z.literal("response-time"), maxMs: z.int().min(1).max(60_000) }),
  certificate: z
    .strictObject({ type: z.literal("certificate"), minDays: z.int().min(0).max(3_650) })
    .describe("Days that the certificate is valid for at least."),
};

/** So many conditions are enough for one probe. */
export const MAX_CONDITIONS = 20;
