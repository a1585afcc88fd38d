import type { Context } from "hono";
import { z } from "zod";
import { describeIssue } from "../lib/describe-issue.ts";
import { AppError } from "../model/index.ts";
import { findJsonFault } from "./json-fault.ts";
import { readBody } from "./read-body.ts";

/** Largest body that the management API takes. */
const MAX_BODY_BYTES = 1_000_000;

/** Takes a value apart by a schema, or refuses it with the first thing that is wrong. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new Error("a schema refused a value without an issue", { cause: parsed.error });
  const { field, message } = describeIssue(issue);
  throw new AppError("invalid_input", message, field === "" ? undefined : field);
}

/** The query as an object: one string a name, or a list where the schema wants one or the request repeats a name. */
export function readQuery(c: Context, schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => {
      const single = values.length === 1 && !isList(schema.shape[name]);
      return [name, single ? values[0] : values];
    }),
  );
}

/** The body as JSON; none at all counts as `{}`. */
export async function readJson(c: Context, maxBytes: number = MAX_BODY_BYTES): Promise<unknown> {
  const announced = Number(c.req.header("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const body = await readBody(c, { keepBytes: maxBytes, drainBytes: maxBytes });
  if (body.kind === "aborted") throw new AppError("invalid_json", "The body ended before its announced end.");
  if (body.totalBytes > maxBytes) throw tooLarge(maxBytes);
  return parseJson(body.bytes);
}

function tooLarge(maxBytes: number): AppError {
  const limit = maxBytes.toLocaleString("en");
  return new AppError("body_too_large", `The body has more than ${limit} bytes. Send less at a time.`);
}

/** Reads JSON, or refuses it with the place where it goes wrong. */
function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = findJsonFault(text);
    throw new AppError("invalid_json", `The body is not JSON: see line ${line}, column ${column}.`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("invalid_json", "The body is not UTF-8. Send JSON in UTF-8.");
  }
}

function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}
