import { expect, it } from "vitest";
import { sayProblem } from "./say-problem.ts";

it("a code is said in words, with the name of the service", () => {
  expect(sayProblem("refused", "Keycloak")).toBe("Keycloak did not let you in, or you said no there.");
});

it("what somebody wrote into the address is never repeated", () => {
  for (const text of ["Call this number", "constructor", "__proto__", ""]) {
    expect(sayProblem(text, "Keycloak")).toMatch(/^Logging in through Keycloak did not work\./);
  }
});
