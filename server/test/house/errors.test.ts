import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError, ERRORS, type ErrorCode } from "../../src/model/errors.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8");
const documented = [...page.matchAll(/^### `(\w+)`\n\n(\d{3}) · (.+)$/gm)].map(([, code, status, text]) => ({
  code,
  status: Number(status),
  text,
}));

describe("the catalogue of errors", () => {
  it("is on docs/errors.md, each with its status and sentence, in its order, and nothing else is", () => {
    const catalogue = Object.entries(ERRORS).map(([code, { status, text }]) => ({ code, status, text }));
    expect(documented).toEqual(catalogue);
    expect([...page.matchAll(/^### /gm)]).toHaveLength(catalogue.length);
  });

  it("tells a reader of each error what to do", () => {
    const sections = page.split(/^### /m).slice(1);
    for (const section of sections) expect(section, section).toMatch(/\n\nWhat to do: \S.+\.\n/);
  });

  it("has sentences for people and statuses of refusals", () => {
    for (const [code, { status, text }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).toMatch(/^[A-Z].+\.$/);
    }
  });

  it("gives each refusal its status", () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      expect(new AppError(code, "Because.").status).toBe(ERRORS[code].status);
    }
  });
});
