import { expect, it } from "vitest";
import { readApiError } from "./api-error.ts";

it("a refusal of the API keeps its code, its words and its field", async () => {
  const body = { error: { code: "invalid_input", message: "name is missing.", field: "name" } };
  const answer = new Response(JSON.stringify(body), { status: 400, headers: { "Retry-After": "2" } });
  expect(await readApiError(answer)).toMatchObject({ ...body.error, status: 400, retryAfterMs: 2_000 });
});

it("a page of a proxy is not shown, only told of", async () => {
  const error = await readApiError(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  expect(error).toMatchObject({ code: "unreadable", status: 502, field: null });
  expect(error.message).not.toContain("<h1>");
});
