import { expect, it } from "vitest";
import { newTotp, qrCode, totpStep } from "./totp.ts";

/** The secret of RFC 6238, appendix B: the ASCII text 12345678901234567890. */
const RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it.each([
  [59_000, "287082"],
  [1_111_111_109_000, "081804"],
  [1_234_567_890_000, "005924"],
  [20_000_000_000_000, "353130"],
])("at %d the code is the one of RFC 6238", async (at, code) => {
  expect(await totpStep(RFC_SECRET, code, at)).toBe(Math.floor(at / 30_000));
});

it("the code before and the one after are taken, as what they are, and none further away", async () => {
  const at = 1_111_111_109_000;
  const step = Math.floor(at / 30_000);
  for (const away of [-1, 0, 1]) expect(await totpStep(RFC_SECRET, "081804", at + away * 30_000)).toBe(step);
  for (const away of [-2, 2]) expect(await totpStep(RFC_SECRET, "081804", at + away * 30_000)).toBeNull();
});

it("what is no code of six digits is none", async () => {
  for (const code of ["", "81804", "0081804", " 081804", "08180a", "०८१८०४"]) {
    expect(await totpStep(RFC_SECRET, code, 1_111_111_109_000)).toBeNull();
  }
});

it("a new secret has 160 bits, is another one each time, and its address says whose it is", async () => {
  const names = { issuer: "Watchbell", label: "ann+watch@example.org" };
  const [one, other] = [await newTotp(names), await newTotp(names)];
  expect(one.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(one.secret).not.toBe(other.secret);
  const uri = new URL(one.uri);
  expect(decodeURIComponent(uri.pathname)).toContain("Watchbell:ann+watch@example.org");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: "Watchbell",
    secret: one.secret,
    digits: "6",
    period: "30",
  });
});

it("the picture is SVG and nothing else", async () => {
  const svg = await qrCode("otpauth://totp/a?secret=B&x=<script>");
  expect(svg).toMatch(/^<svg [^>]*>.*<\/svg>$/s);
  expect(svg).not.toContain("script");
});
