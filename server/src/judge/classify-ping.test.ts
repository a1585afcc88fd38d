import { describe, expect, it } from "vitest";
import { clock, type PingOptions, pingSignal, Story, someConfig } from "../../test/monitor-story.ts";
import type { Filters, PingAction } from "../model/index.ts";
import { classifyPing } from "./classify-ping.ts";
import { newMonitor } from "./new-monitor.ts";

const words = { failure: ["ERROR", "Fehler"], success: ["OK", "DONE"], start: ["BEGIN"] } as const;
const ignoring: Filters = { methods: "any", body: { ...words, otherwise: "ignore" } };
const failing: Filters = { methods: "any", body: { ...words, otherwise: "fail" } };
const bodies = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

function kindOf(filters: Filters, action: PingAction, options: PingOptions): string {
  const seed = { projectId: "p", monitorId: "m", door: null, doorKey: null, config: someConfig({ filters }) };
  return classifyPing(newMonitor(seed, clock("00:00")), pingSignal(action, options)).kind;
}

describe("the body rule", () => {
  it.each<[string, Filters, PingAction, PingOptions, string]>([
    ["a success word is a success", ignoring, "success", { body: "all DONE" }, "success"],
    ["a failure word makes a success a fail", ignoring, "success", { body: "ERROR 7" }, "fail"],
    ["failure comes before success", ignoring, "success", { body: "OK, no ERROR" }, "fail"],
    ["success comes before start", ignoring, "success", { body: "BEGIN, OK" }, "success"],
    ["a start word makes a success a start", ignoring, "success", { body: "BEGIN" }, "start"],
    ["letter case matters", ignoring, "success", { body: "done ok" }, "ignored"],
    ["no word is ignored", ignoring, "success", { body: "hello" }, "ignored"],
    ["no body is ignored", ignoring, "success", {}, "ignored"],
    ["no word fails when set so", failing, "success", { body: "hello" }, "fail"],
    ["no body fails when set so", failing, "success", {}, "fail"],
    ["a start is replaced", ignoring, "start", { body: "DONE" }, "success"],
    ["a log line is replaced", ignoring, "log", { body: "ERROR" }, "fail"],
    ["an explicit fail wins over a success word", ignoring, "fail", { body: "DONE" }, "fail"],
    ["an exit status wins over a success word", ignoring, "fail", { body: "DONE", exitStatus: 7 }, "fail"],
    ["an exit status without any word is not ignored", ignoring, "fail", { body: "hello", exitStatus: 7 }, "fail"],
    ["exit status 0 wins over a failure word", ignoring, "success", { body: "ERROR", exitStatus: 0 }, "success"],
    [
      "bytes that are no UTF-8 do not hide a word",
      ignoring,
      "success",
      { body: bodies(0xff, 0xfe, 0x4f, 0x4b) },
      "success",
    ],
    [
      "a character cut at the limit hides nothing",
      ignoring,
      "success",
      { body: bodies(0x4f, 0x4b, 0xe2, 0x82) },
      "success",
    ],
    [
      "an unreadable body without a word is ignored",
      ignoring,
      "success",
      { body: bodies(0xff, 0x00, 0xc3) },
      "ignored",
    ],
  ])("%s", (_title, filters, action, options, kind) => {
    expect(kindOf(filters, action, options)).toBe(kind);
  });

  it("takes an empty word for no word", () => {
    const body = { failure: [""], success: [], start: [], otherwise: "ignore" } as const;
    expect(kindOf({ methods: "any", body }, "success", { body: "hello" })).toBe("ignored");
  });

  it("says which word decided", () => {
    const story = new Story({ filters: ignoring });
    expect(story.success("03:00", { body: "Fehler" }).reason).toEqual({
      code: "body-filter",
      text: 'The body holds the failure word "Fehler".',
    });
  });
});

describe("the order of the rules", () => {
  it("puts the method before the body and before an explicit fail", () => {
    const filters: Filters = { ...ignoring, methods: "POST" };
    expect(kindOf(filters, "success", { method: "GET", body: "DONE" })).toBe("ignored");
    expect(kindOf(filters, "fail", { method: "HEAD" })).toBe("ignored");
    expect(kindOf(filters, "success", { method: "POST", body: "DONE" })).toBe("success");
  });

  it("puts a pause that only resume ends before both", () => {
    const story = new Story({ manualResume: true, filters: { ...ignoring, methods: "POST" } });
    story.pause("03:00");
    expect(story.fail("03:10", { method: "POST" }).reason.code).toBe("ignored");
    expect(story.success("03:20", { method: "GET" }).reason.code).toBe("ignored");
    expect(story.status).toBe("paused");
  });

  it("lets a pause without manualResume end by a ping that the rules let through", () => {
    const story = new Story({ filters: ignoring });
    story.pause("03:00");
    expect(story.success("03:10", { body: "hello" }).changes).toEqual([]);
    expect(story.success("03:20", { body: "DONE" }).changes).toEqual(["paused→up 03:20 body-filter"]);
  });
});

it("keeps the exit status on the ping and names it in the reason", () => {
  const story = new Story();
  const told = story.fail("03:00", { exitStatus: 137 });
  expect(told.ping).toMatchObject({ kind: "fail", exitStatus: 137 });
  expect(told.reason).toEqual({ code: "exit-status", text: "The job ended with exit status 137." });
});
