import { describe, expect, it } from "vitest";
import type { Description } from "../../route/description.ts";
import { detailsText } from "./details-text.ts";

const description: Description = {
  title: "Backup is DOWN",
  summary: "No ping came.",
  fields: [
    { label: "Expected", value: "at noon" },
    { label: "Project", value: "Shop" },
  ],
  url: "https://bell.example.com/1",
  tone: "bad",
};

describe("what stands below a title", () => {
  it("is reason, facts and link", () => {
    expect(detailsText(description, 1_000)).toBe(
      "No ping came.\n\nExpected: at noon\nProject: Shop\n\nhttps://bell.example.com/1",
    );
  });

  it("loses its end, but not its link", () => {
    expect(detailsText(description, 50)).toBe("No ping came.\n\nExpect…\n\nhttps://bell.example.com/1");
  });

  it("is the link alone, or nothing, when there is no more to say", () => {
    expect(detailsText({ ...description, summary: "", fields: [] }, 50)).toBe("https://bell.example.com/1");
    expect(detailsText({ ...description, summary: "", fields: [], url: null }, 50)).toBe("");
  });

  it("counts the facts that it does not show", () => {
    const fields = Array.from({ length: 33 }, (_, n) => ({ label: `l${n}`, value: "v" }));
    expect(detailsText({ ...description, fields }, 10_000)).toContain("l29: v\nand 3 more\n\n");
  });

  it("names of a list what fits whole, and counts the rest", () => {
    const fields = Array.from({ length: 20 }, (_, n) => ({ label: `monitor-${n}`, value: "DOWN" }));
    const text = detailsText({ ...description, fields, unlisted: 80 }, 150);
    expect(text).toBe(
      "No ping came.\n\nmonitor-0: DOWN\nmonitor-1: DOWN\nmonitor-2: DOWN\nmonitor-3: DOWN\nand 96 more\n\nhttps://bell.example.com/1",
    );
    expect(detailsText({ ...description, fields, unlisted: 0, url: null }, 1_000)).toMatch(/monitor-19: DOWN$/);
  });
});
