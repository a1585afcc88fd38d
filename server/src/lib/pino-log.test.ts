import { describe, expect, it } from "vitest";
import { blankAddress } from "./log-fields.ts";
import { createLog, type LogLevel } from "./pino-log.ts";

function logTo(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLog({ level, stream }), lines };
}

describe("createLog", () => {
  it("writes one JSON object a line with time, level, fields and text", () => {
    const { log, lines } = logTo("info");
    log.info({ monitorId: "m1", count: 3 }, "Pings recorded.");
    expect(lines).toEqual([
      { level: "info", time: expect.stringMatching(/^\d{4}-.*Z$/), monitorId: "m1", count: 3, msg: "Pings recorded." },
    ]);
  });

  it("writes nothing below its level, and nothing at all when silent", () => {
    const { log, lines } = logTo("warn");
    log.debug({}, "no");
    log.info({}, "no");
    log.warn({}, "yes");
    log.error({}, "yes");
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual(["warn yes", "error yes"]);
    const silent = logTo("silent");
    silent.log.error({}, "no");
    expect(silent.lines).toEqual([]);
  });

  it("blanks fields that are known to hold secrets, at any depth and in any spelling", () => {
    const { log, lines } = logTo("info");
    log.info(
      {
        apiKey: "hunter2",
        "X-Api-Key": "hunter2",
        headers: { Authorization: "Bearer hunter2", "set-cookie": ["hunter2"], accept: "*/*" },
        integrations: [{ name: "ops", credentials: { url: "https://hooks.example.org/hunter2" } }],
        settings: new Map([["secret_key", "hunter2"]]),
        token: null,
      },
      "Topic put.",
    );
    expect(JSON.stringify(lines)).not.toContain("hunter2");
    expect(lines[0]).toMatchObject({
      headers: { Authorization: "***", accept: "*/*" },
      integrations: [{ name: "ops", credentials: "***" }],
      token: null,
    });
  });

  it("shows what an error says, its cause too", () => {
    const { log, lines } = logTo("info");
    const cause = Object.assign(new Error("disk full"), { code: "ENOSPC", password: "hunter2" });
    log.error({ error: new Error("cannot write", { cause }) }, "Sweep failed.");
    expect(lines[0]).toMatchObject({
      error: {
        message: "cannot write",
        stack: expect.any(String),
        cause: { message: "disk full", code: "ENOSPC", password: "***" },
      },
    });
  });

  it("survives a circle, bytes and big numbers", () => {
    const { log, lines } = logTo("info");
    const circle: Record<string, unknown> = { bytes: new Uint8Array(7), big: 10n };
    circle.self = circle;
    log.info({ circle }, "Odd.");
    expect(lines[0]).toMatchObject({ circle: { bytes: "7 bytes", big: "10" } });
  });
});

describe("blankAddress", () => {
  it.each([
    ["/ping/my-ping-key/backup?rid=1&create=1", "/ping/***/backup?***"],
    ["/ping/8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11/start", "/ping/8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11/start"],
    [
      "https://watch.example.org/bell/heartbeat/key/pulse?host=a",
      "https://watch.example.org/bell/heartbeat/***/pulse?***",
    ],
    ["/v1/alarms/cloudmonitor/token", "/v1/alarms/cloudmonitor/***"],
    ["smtp://me:pass@mail.example.org:587", "smtp://***@mail.example.org:587"],
    ["/api/v1/monitors", "/api/v1/monitors"],
  ])("turns %s into %s", (address, blanked) => {
    expect(blankAddress(address)).toBe(blanked);
  });
});
