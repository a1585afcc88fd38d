import { describe, expect, it } from "vitest";
import { countStatuses } from "../judge/worst-status.ts";
import { SHOWN_STATUSES, type ShownStatus } from "../model/index.ts";
import { renderBadge } from "./badge.ts";

const draw = (label: string, status: ShownStatus = "up"): string =>
  renderBadge({ label, status, counts: countStatuses([status]) });
const widthOf = (svg: string): number => Number(/^<svg [^>]*width="(\d+)"/.exec(svg)?.[1]);

describe("a badge", () => {
  it.each(SHOWN_STATUSES)("says %s in words, as its picture and as its title", (status) => {
    const svg = draw("nightly backup", status);
    expect(svg).toContain(`<title id="title">nightly backup: ${status}</title>`);
    expect(svg.match(/<text /g)).toHaveLength(2);
    expect(svg).toContain(`>${status}</text>`);
  });

  it("is as wide as its words need", () => {
    const [narrow, wide, plain] = [draw("illi"), draw("WWWW"), draw("aaaa")].map(widthOf);
    expect(narrow).toBeLessThan(plain ?? 0);
    expect(plain).toBeLessThan(wide ?? 0);
    expect(widthOf(draw("夜間"))).toBe(widthOf(draw("")) - 1 + 22);
  });

  it("escapes what strangers named", () => {
    const svg = draw(`<script>alert("1")</script>&'`);
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
    expect(svg).not.toContain("<script");
  });

  it("holds nothing that XML does not take", () => {
    const svg = draw("a\u0000b\u001bc\ud800d\uffffe");
    expect(svg).toContain(">a b c\ufffdd e</text>");
  });

  it("cuts a name that no line of text has room for", () => {
    const svg = draw("x".repeat(500));
    expect(svg).toContain(`>${"x".repeat(59)}…</text>`);
    expect(widthOf(svg)).toBeLessThan(480);
  });
});
