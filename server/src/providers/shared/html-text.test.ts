import { describe, expect, it } from "vitest";
import { hasTags, htmlMarkup, stripTags, truncateHtml } from "./html-text.ts";

describe("truncateHtml", () => {
  it.each([
    ["short <b>text</b>", 40, "short <b>text</b>"],
    ["<b>0123456789</b> more", 15, "<b>0123456…</b>"],
    ["<b><i>0123456789</i></b>", 18, "<b><i>012…</i></b>"],
    ["<b>one</b> <br> two three", 19, "<b>one</b> <br> tw…"],
    ["text <a href='https://example.com/long'>x</a>", 20, "text…"],
    ["fish &amp; chips", 9, "fish…"],
    ["<b><i><u><s>x</s></u></i></b>", 12, "x"],
  ])("cuts %j to %i characters", (html, limit, expected) => {
    expect(truncateHtml(html, limit)).toBe(expected);
  });
});

describe("stripTags", () => {
  it("leaves the text of a model, with its line breaks and its entities read", () => {
    expect(stripTags("<b>$name</b><br/>1 &lt; 2 &amp;amp; 3 < 4")).toBe("$name\n1 < 2 &amp; 3 < 4");
  });
});

it("knows a model with tags from one without", () => {
  expect(["<b>x</b>", "a<br>b", "1 < 2 > 0", "plain"].map(hasTags)).toEqual([true, true, false, false]);
});

it("escapes values for text and for attributes", () => {
  expect(htmlMarkup.escape('<b>"it\'s" & more</b>\r\n\u0000')).toBe(
    "&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;\n",
  );
});
