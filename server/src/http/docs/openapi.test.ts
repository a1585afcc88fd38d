import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";
import { managementRoutes } from "../management-routes.ts";

let test: TestApp;
// biome-ignore lint/suspicious/noExplicitAny: a JSON document that is looked into.
let document: any;

beforeAll(async () => {
  test = await createTestApp();
  document = await (await test.http.request("/api/v1/openapi.json")).json();
});
afterAll(() => test.close());

/** Every value in a document under this name. */
function* valuesOf(node: unknown, name: string): Generator<unknown> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === name) yield value;
    yield* valuesOf(value, name);
  }
}

describe("the description of the API", () => {
  it("is OpenAPI 3.1 and tells every route, each under a name of its own", () => {
    expect(document.openapi).toBe("3.1.0");
    const routes = managementRoutes(test.app);
    for (const route of routes) {
      expect(document.paths[`/api/v1${route.path}`]?.[route.method]?.summary).toBe(route.summary);
    }
    const ids = [...valuesOf(document.paths, "operationId")];
    expect(ids).toHaveLength(routes.length);
    expect(new Set(ids).size).toBe(routes.length);
  });

  it("every reference leads somewhere, and every component is referred to", () => {
    const references = new Set(valuesOf(document, "$ref"));
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.size).toBeGreaterThan(20);
    expect([...references].sort()).toEqual(components.sort());
  });

  it("every parameter of a path is described, and is required", () => {
    for (const [path, operations] of Object.entries<Record<string, { parameters: Record<string, unknown>[] }>>(
      document.paths,
    )) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        const told = parameters.filter((parameter) => parameter.in === "path" && parameter.required === true);
        expect([path, told.map(({ name }) => name)]).toEqual([path, wanted]);
      }
    }
  });

  it("a schedule takes defaults when it comes in and has them all when it goes out", () => {
    const { Schedule, ScheduleInput } = document.components.schemas;
    expect(Schedule.discriminator).toEqual({ propertyName: "type" });
    expect(ScheduleInput.oneOf[0].required).toEqual(["type"]);
    expect(Schedule.oneOf[0].required).toContain("graceSeconds");
  });

  it("knows no number that is only the edge of what JavaScript can count", () => {
    expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  it("every route can be refused in the one shape, with every code of the catalogue", () => {
    for (const responses of valuesOf(document.paths, "responses")) {
      expect(responses).toMatchObject({
        default: { content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } } },
      });
    }
    expect(document.components.schemas.Refusal.properties.error.properties.code.enum).toContain("slug_taken");
  });
});
