import { expect, it } from "vitest";
import { badgeText } from "./badge-text.ts";

const URLS = { svg: "https://w.test/badge/k/t.svg", json: "https://w.test/j", shields: "https://w.test/s" };

it("a badge is copied ready to be pasted, whatever its monitor is called", () => {
  expect(badgeText(URLS, "markdown", "Backup [db]")).toBe(`![Backup \\[db\\]](${URLS.svg})`);
  expect(badgeText(URLS, "html", '"A" & <B>')).toBe(`<img src="${URLS.svg}" alt="&quot;A&quot; &amp; &lt;B>">`);
  expect(badgeText(URLS, "shields", "x")).toBe(URLS.shields);
});
