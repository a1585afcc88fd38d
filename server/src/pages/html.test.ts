import { describe, expect, it } from "vitest";
import { escapeHtml, html, NOTHING } from "./html.ts";

describe("HTML of a template", () => {
  it("escapes every value, in elements and in attributes", () => {
    const evil = `<script>alert("1")</script> & 'x'`;
    expect(html`<p title="${evil}">${evil}</p>`.html).toBe(`<p title="${escapeHtml(evil)}">${escapeHtml(evil)}</p>`);
    expect(escapeHtml(evil)).not.toMatch(/[<>"']/);
  });

  it("takes HTML, lists of it, numbers and nothing as they are", () => {
    const items = ["a", "<b>"].map((each) => html`<li>${each}</li>`);
    expect(html`<ul data-n="${2}">${items}</ul>${NOTHING}`.html).toBe(
      '<ul data-n="2"><li>a</li><li>&lt;b&gt;</li></ul>',
    );
  });
});
