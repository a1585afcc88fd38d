import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

describe("GET /api/v1/providers", () => {
  it("gives the schema of each provider's credentials, so that a form can be drawn from it", async () => {
    const response = await test.http.request("/api/v1/providers", { headers: { "X-Api-Key": test.keys.read } });
    expect(response.status).toBe(200);
    const { providers } = (await response.json()) as {
      providers: { kind: string; credentials: { type?: string; properties?: object } }[];
    };
    expect(providers.map(({ kind }) => kind)).toEqual(test.app.providers.kinds());
    for (const { kind, credentials } of providers) {
      expect(credentials.type, kind).toBe("object");
      expect(Object.keys(credentials.properties ?? {}).length > 0 || kind === "log", kind).toBe(true);
    }
  });
});
