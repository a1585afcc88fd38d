import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../test/test-app.ts";
import { PROCESS_ROLES, type ProcessRole } from "../config/process-roles.ts";
import { startLoops } from "./start-loops.ts";

/** What runs by itself in a process of each role. */
const LOOPS: Readonly<Record<ProcessRole, readonly string[]>> = {
  http: [],
  sweep: ["sweep", "digest", "prune"],
  probe: ["probe"],
  deliver: ["deliver"],
};

/** Every way to choose at least one of the roles. */
function combinations(): readonly (readonly ProcessRole[])[] {
  const count = 2 ** PROCESS_ROLES.length - 1;
  return Array.from({ length: count }, (_, n) => PROCESS_ROLES.filter((_role, bit) => ((n + 1) >> bit) % 2 === 1));
}

describe("the loops of a process", () => {
  let stage: TestApp;
  beforeAll(async () => {
    stage = await createTestApp();
  });
  afterAll(() => stage.close());

  it("are told apart by fifteen combinations of roles", () => {
    expect(new Set(combinations().map(String)).size).toBe(15);
  });

  it.each(combinations().map((roles) => [roles.join(","), roles] as const))(
    "are those of its roles and those of every process, and stop: %s",
    async (_, roles) => {
      const { app } = stage;
      const loops = startLoops({ ...app, settings: { ...app.settings, roles } });
      expect(loops.names.toSorted()).toEqual(["stamp", "schema", ...roles.flatMap((role) => LOOPS[role])].toSorted());
      // Whoever does not deliver may be rung all the same.
      loops.ringDelivery();
      expect(loops.readiness()).toEqual([]);
      await loops.stop();
    },
  );
});
