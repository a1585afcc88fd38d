import { z } from "zod";
import { kindsAllowed, rolesAllowed } from "../../access/verbs.ts";
import { ERRORS, type ErrorCode } from "../../model/index.ts";
import { isVerb, type Need } from "../callers.ts";
import type { Route } from "../route.ts";

type Json = Readonly<Record<string, unknown>>;

const DIALECT = { target: "draft-2020-12", unrepresentable: "any" } as const;

/** What every refusal looks like. */
const Refusal = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      message: z.string().describe("For people; may change."),
      field: z.string().optional().describe("The value at fault, such as `schedule.periodSeconds`."),
    }),
  })
  .meta({ id: "Refusal" });

/**
 * Describes routes as OpenAPI 3.1. Its schemas are JSON Schema 2020-12, which zod writes itself; schemas with an id are
 * gathered under `components`.
 */
export function buildOpenApi(
  routes: readonly Route[],
  about: { readonly base: string; readonly serverUrl: string; readonly version: string },
): Json {
  const schemas = new Map<string, unknown>();
  const refusal = { description: "A refusal.", content: jsonContent(Refusal, "output", schemas) };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = about.base + route.path;
    paths[path] = { ...paths[path], [route.method]: operation(route, refusal, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Watchbell",
      version: about.version,
      description: "Every refusal has a stable code; times are ISO 8601 in UTC, lists are paged by cursors.",
    },
    servers: [{ url: about.serverUrl }],
    security: [{ key: [] }, { bearer: [] }, { session: [] }],
    tags: [...new Set(routes.map(({ section }) => section))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: {
        key: { type: "apiKey", in: "header", name: "X-Api-Key" },
        bearer: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "watchbell" },
      },
    },
  };
}

function operation(route: Route, refusal: Json, schemas: Map<string, unknown>): Json {
  const needs = describeNeed(route.needs);
  return {
    operationId: operationId(route),
    tags: [route.section],
    summary: route.summary,
    description: route.description === undefined ? needs : `${route.description} ${needs}`,
    parameters: [...parameters(route.params, "path", schemas), ...parameters(route.query, "query", schemas)],
    ...(!isVerb(route.needs) && { security: route.needs === "anyone" ? [] : [{ session: [] }] }),
    ...(route.body && { requestBody: { content: jsonContent(route.body, "input", schemas) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [status, success(answer, schemas)]),
      ),
      default: refusal,
    },
  };
}

function describeNeed(need: Need): string {
  switch (need) {
    case "anyone":
      return "Needs no key.";
    case "member":
      return "Needs a member, signed in; a key is not enough.";
    case "account":
      return "Needs somebody who is signed in; a key is not enough.";
    case "operator":
      return "Needs the operator, signed in.";
    default: {
      const kinds = kindsAllowed(need);
      const roles = `a member who is ${rolesAllowed(need).join(", ")}`;
      return kinds.length === 0 ? `Needs ${roles}.` : `Needs a key that may ${need} (${kinds.join(", ")}) or ${roles}.`;
    }
  }
}

function success(answer: z.ZodType | string | null, schemas: Map<string, unknown>): Json {
  if (answer === null) return { description: "Done." };
  if (typeof answer === "string") return { description: "The bytes.", content: { [answer]: {} } };
  return { description: "Done.", content: jsonContent(answer, "output", schemas) };
}

function jsonContent(schema: z.ZodType, io: "input" | "output", schemas: Map<string, unknown>): Json {
  return { "application/json": { schema: describeSchema(schema, io, schemas) } };
}

function parameters(schema: z.ZodObject, place: "path" | "query", schemas: Map<string, unknown>): readonly Json[] {
  const described = describeSchema(schema, "input", schemas);
  const properties = recordOf(described.properties);
  const required = Array.isArray(described.required) ? described.required : [];
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = recordOf(property);
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

/** The JSON Schema of a schema; what it names goes to `schemas` and is referred to. */
function describeSchema(schema: z.ZodType, io: "input" | "output", schemas: Map<string, unknown>): Json {
  const wrapped = z.toJSONSchema(z.object({ it: schema }), { ...DIALECT, io, override: tidy });
  for (const [id, definition] of Object.entries(recordOf(wrapped.$defs))) {
    schemas.set(nameOf(id, io), rename(definition, io));
  }
  return recordOf(rename(recordOf(wrapped.properties).it, io));
}

/** With its defaults a schema takes other values than it gives, so each direction has a name of its own. */
function nameOf(id: string, io: "input" | "output"): string {
  return io === "output" || id.endsWith("Input") ? id : `${id}Input`;
}

/** Points references at `components`. */
function rename(value: unknown, io: "input" | "output"): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, io));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== "$ref" || typeof item !== "string") return [key, rename(item, io)];
      return [key, `#/components/schemas/${nameOf(item.replace("#/$defs/", ""), io)}`];
    }),
  );
}

/** Takes out what zod adds for its own sake: bounds of ±2^53 and names of discriminators that it leaves out. */
function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  const { def } = zodSchema._zod;
  if (def.type === "union" && "discriminator" in def) jsonSchema.discriminator = { propertyName: def.discriminator };
  // The pattern beside a format says the same once more, in a hundred characters.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

function operationId(route: Route): string {
  const words = `${route.method} ${route.path}`.split(/[^A-Za-z]+/).filter((word) => word !== "");
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
