import { describe, expect, it } from "vitest";
import { sayNextLook } from "./next-look.tsx";

describe("the next look of a probe", () => {
  it("is counted down, is under way for a while, and then overdue", () => {
    expect(sayNextLook(45_000)).toBe("look in 45\u00a0s");
    expect(sayNextLook(0)).toBe("looking now");
    expect(sayNextLook(-29_000)).toBe("looking now");
    expect(sayNextLook(-60_000)).toBe("look 1\u00a0min overdue");
  });
});
