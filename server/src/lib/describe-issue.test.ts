import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeIssue } from "./describe-issue.ts";

const Body = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(3)
    .regex(/^[a-z]*$/, { error: "may hold small letters only" })
    .optional(),
  count: z.int().min(1).max(10).optional(),
  tags: z.array(z.string()).max(1).optional(),
  mode: z.enum(["fast", "slow"]).optional(),
  on: z.boolean().optional(),
  at: z.iso.datetime({ offset: true }).nullable().optional(),
  plan: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("a"), value: z.string() }),
    z.strictObject({ type: z.literal("b") }),
  ]),
  headers: z.record(z.string().regex(/^[a-z]+$/, "is not the name of a header"), z.string()).optional(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
});

const good = { plan: { type: "b" } };

describe("what is said about a field that cannot be taken", () => {
  it.each([
    [{ ...good, naem: 1 }, "naem", 'The field "naem" is not known here. Check its spelling or leave it out.'],
    [
      { plan: { type: "b", x: 1 } },
      "plan.x",
      'The field "plan.x" is not known here. Check its spelling or leave it out.',
    ],
    [{ ...good, name: 1 }, "name", '"name" must be a string.'],
    [{ ...good, name: "" }, "name", '"name" must have at least 1 character.'],
    [{ ...good, name: "abcd" }, "name", '"name" must have at most 3 characters.'],
    [{ ...good, name: "A" }, "name", '"name" may hold small letters only.'],
    [{ ...good, count: 1.5 }, "count", '"count" must be a whole number.'],
    [{ ...good, count: "1" }, "count", '"count" must be a number.'],
    [{ ...good, count: 11 }, "count", '"count" must be at most 10.'],
    [{ ...good, tags: ["a", "b"] }, "tags", '"tags" must have at most 1 item.'],
    [{ ...good, tags: [1] }, "tags.0", '"tags.0" must be a string.'],
    [{ ...good, tags: "a" }, "tags", '"tags" must be a list.'],
    [{ ...good, mode: "x" }, "mode", '"mode" must be one of "fast", "slow".'],
    [{ ...good, on: 1 }, "on", '"on" must be true or false.'],
    [{ ...good, at: "soon" }, "at", '"at" must be a time in ISO 8601 with its zone, such as 2026-01-31T08:00:00Z.'],
    [{}, "plan", '"plan" is required: give a JSON object.'],
    [{ plan: {} }, "plan.type", '"plan.type" must be one of "a", "b".'],
    [{ plan: { type: "a" } }, "plan.value", '"plan.value" is required: give a string.'],
    [{ ...good, values: { a: {} } }, "values.a", '"values.a" must be a string or a number or null.'],
    [
      { ...good, headers: { "A B": "x" } },
      "headers.A B",
      '"headers.A B" has a name in it that is not the name of a header.',
    ],
    [[], "", "The body must be a JSON object."],
    [null, "", "The body must be a JSON object."],
  ])("%j", (body, field, message) => {
    expect(firstProblem(body)).toEqual({ field, message });
  });

  it("the value itself is never repeated", () => {
    const secret = "xoxb-very-secret";
    for (const body of [
      { ...good, count: secret },
      { ...good, mode: secret },
      { ...good, at: secret },
      { plan: { type: secret } },
    ]) {
      expect(JSON.stringify(firstProblem(body))).not.toContain(secret);
    }
  });
});

function firstProblem(body: unknown): unknown {
  const issue = Body.safeParse(body).error?.issues[0];
  return issue && describeIssue(issue);
}
