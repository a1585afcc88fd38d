import { describe, expect, it } from "vitest";
import { parseSmtpUrl } from "./smtp-url.ts";

describe("the URL of a mail server", () => {
  it.each([
    ["smtp://mail.example.org", { host: "mail.example.org", port: 587, secure: false, requireTls: false, login: null }],
    ["smtps://mail.example.org", { host: "mail.example.org", port: 465, secure: true, requireTls: false, login: null }],
    [
      "smtp://ann%40example.org:p%25ss@mail.example.org:2525",
      {
        host: "mail.example.org",
        port: 2525,
        secure: false,
        requireTls: true,
        login: { username: "ann@example.org", password: "p%ss" },
      },
    ],
    ["smtp://[::1]:25", { host: "::1", port: 25, secure: false, requireTls: false, login: null }],
  ])("%s is read", (text, server) => {
    expect(parseSmtpUrl(text)).toEqual(server);
  });

  it.each(["mail.example.org", "https://mail.example.org", "smtp://", "smtp://ann@mail.example.org", "smtp://a:%zz@b"])(
    "%s is none",
    (text) => {
      expect(parseSmtpUrl(text)).toBeNull();
    },
  );
});
