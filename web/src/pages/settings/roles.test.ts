import { expect, it } from "vitest";
import { rolesToGive } from "./roles.ts";

it("nobody is offered a role above his own to give", () => {
  const given = (own: Parameters<typeof rolesToGive>[0]) => rolesToGive(own).map(({ role }) => role);
  expect(given("owner")).toEqual(["owner", "manager", "member", "read-only"]);
  expect(given("manager")).toEqual(["manager", "member", "read-only"]);
});
