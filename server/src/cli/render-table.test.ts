import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, plainLines, plainText, renderJson } from "./plain-text.ts";
import { renderPairs, renderTable } from "./render-table.ts";

interface Row {
  readonly status: string;
  readonly name: string;
}
const plain = [
  { title: "STATUS", text: (row: Row) => row.status },
  { title: "NAME", text: (row: Row) => row.name, flexible: true },
];
const columns = plain.map((column, index) =>
  index === 0 ? { ...column, paint: (cell: string) => `<${cell}>` } : column,
);

describe("renderTable", () => {
  it("puts columns under their titles and paints whole cells", () => {
    const rows = [
      { status: "up", name: "Backup" },
      { status: "down", name: "Mail" },
    ];
    expect(renderTable(columns, rows, 80)).toEqual(["STATUS  NAME", "<up    >  Backup", "<down  >  Mail"]);
  });

  it("cuts what is flexible, with an ellipsis, when the terminal is narrow", () => {
    const rows = [{ status: "up", name: "A very long name of a monitor" }];
    expect(renderTable(plain, rows, 20)).toEqual(["STATUS  NAME", "up      A very long…"]);
  });

  it("cuts nothing when the output is no terminal", () => {
    const name = "x".repeat(300);
    expect(renderTable(columns, [{ status: "up", name }], null)[1]).toBe(`<up    >  ${name}`);
  });

  it("keeps columns straight under wide characters", () => {
    const swapped = [columns[1], columns[0]].filter((column) => column !== undefined);
    const lines = renderTable(
      swapped,
      [
        { status: "up", name: "備份 🔔" },
        { status: "up", name: "Mail" },
      ],
      null,
    );
    expect(lines).toEqual(["NAME     STATUS", "備份 🔔  <up    >", "Mail     <up    >"]);
  });

  it("lets no name speak to the terminal", () => {
    const [, line] = renderTable(columns, [{ status: "up", name: "a\u001b[2Jb\nc\u202ed" }], null);
    expect(line).toBe("<up    >  a\ufffd[2Jb\ufffdc\ufffdd");
  });

  it("never exceeds the width when there is room for the least", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
        fc.integer({ min: 16, max: 120 }),
        (names, width) => {
          const rows = names.map((name) => ({ status: "up", name }));
          for (const line of renderTable(plain, rows, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("renderPairs", () => {
  it("puts values under each other", () => {
    expect(
      renderPairs([
        ["name", "Backup"],
        ["last ping", "-"],
      ]),
    ).toEqual(["name       Backup", "last ping  -"]);
  });
});

describe("plain text", () => {
  it("cuts to columns, not to characters", () => {
    expect(cutToWidth("備份備份", 5)).toBe("備份…");
    expect(cutToWidth("abc", 3)).toBe("abc");
    expect(cutToWidth("abcd", 3)).toBe("ab…");
  });

  it("keeps lines apart where lines are wanted", () => {
    expect(plainLines("a\r\nb\tc\u0007")).toBe("a\nb  c\ufffd");
    expect(plainText("a\nb")).toBe("a\ufffdb");
  });

  it("escapes in JSON what a terminal would obey, and stays JSON", () => {
    const value = { name: "a\u009bb\u202ec\u001b\n" };
    const text = renderJson(value);
    for (const unsafe of ["\u009b", "\u202e", "\u001b"]) expect(text).not.toContain(unsafe);
    expect(JSON.parse(text)).toEqual(value);
  });
});
