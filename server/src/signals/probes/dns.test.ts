import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProbeStage } from "../../../test/probe-stage.ts";
import { createResolveDns } from "../../lib/resolve-dns.ts";
import { ProbeInput } from "./registry.ts";

const TYPES: Readonly<Record<number, Buffer[]>> = {
  // A 192.0.2.1 and 192.0.2.2; TXT "v=spf1"; MX 10 mail.test.
  1: [Buffer.from([192, 0, 2, 1]), Buffer.from([192, 0, 2, 2])],
  16: [Buffer.from("\u0006v=spf1")],
  15: [Buffer.concat([Buffer.from([0, 10]), Buffer.from("\u0004mail\u0004test\u0000")])],
};

/** Answers every question of a known type, with NXDOMAIN names that begin with `no`, and `silent` ones never. */
function answerTo(query: Buffer): Buffer | null {
  const end = query.indexOf(0, 12) + 5;
  const question = query.subarray(12, end);
  if (question.toString("latin1").includes("silent")) return null;
  const records = TYPES[query.readUInt16BE(end - 4)] ?? [];
  const isKnown = question[1] !== "n".charCodeAt(0);
  const answers = isKnown ? records : [];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  const bodies = answers.map((data) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    query.copy(record, 2, end - 4, end);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([head, question, ...bodies]);
}

describe("a name in the DNS", () => {
  let socket: Socket;
  let server: string;
  const { look } = createProbeStage();

  beforeAll(async () => {
    socket = createSocket("udp4", (query, { port, address }) => {
      const answer = answerTo(query);
      if (answer !== null) socket.send(answer, port, address);
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    server = `127.0.0.1:${(socket.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => socket.close(() => resolve())));

  it("is ok when it has a record of this type, and tells its answers", async () => {
    expect(await look({ type: "dns", name: "example.test", server })).toMatchObject({
      verdict: "ok",
      reason: "A 192.0.2.1, 192.0.2.2",
      details: { answers: "192.0.2.1, 192.0.2.2" },
    });
  });

  it.each([
    ["TXT", "v=spf1"],
    ["MX", "10 mail.test"],
  ])("is asked for %s", async (recordType, value) => {
    const typed = { type: "dns", name: "example.test", recordType, server, conditions: [{ type: "answer", value }] };
    expect(await look(typed)).toMatchObject({ verdict: "ok" });
  });

  it.each([
    [{ value: "192.0.2.2" }, null],
    [{ value: "192.0.2.9" }, 'answer is "192.0.2.1, 192.0.2.2", expected == "192.0.2.9"'],
    [{ op: "!=", value: "192.0.2.1" }, 'answer is "192.0.2.1, 192.0.2.2", expected != "192.0.2.1"'],
    [{ op: "contains", value: "0.2" }, null],
    [{ op: "absent" }, 'answer is "192.0.2.1, 192.0.2.2", expected to be missing'],
  ])("is held against %j", async (condition, failure) => {
    const conditions = [{ type: "answer", ...condition }];
    const outcome = await look({ type: "dns", name: "example.test", server, conditions });
    expect(outcome).toMatchObject(failure === null ? { verdict: "ok" } : { verdict: "error", reason: failure });
  });

  it("that is not there is an error, unless that is what was expected", async () => {
    expect(await look({ type: "dns", name: "nobody.test", server })).toMatchObject({
      verdict: "error",
      reason: "nobody.test has no A record",
    });
    const conditions = [{ type: "answer", op: "absent" }];
    expect(await look({ type: "dns", name: "nobody.test", server, conditions })).toMatchObject({ verdict: "ok" });
  });

  it("is not waited for longer than the timeout", async () => {
    const outcome = await look({ type: "dns", name: "silent.test", server, timeoutMs: 300 });
    expect(outcome).toMatchObject({ verdict: "error", reason: expect.stringContaining("no answer in time") });
    expect(outcome.timings.totalMs).toBeLessThan(3_000);
  });

  it("is never asked of a server that nothing may be sent to", async () => {
    const typed = { type: "dns", name: "example.test", server: "169.254.169.254" };
    expect(await look(typed)).toMatchObject({ reason: expect.stringMatching(/^Refused to ask 169\.254\.169\.254/) });
    const stage = createProbeStage({ resolveDns: createResolveDns({ outgoing: "public" }) });
    expect((await stage.look({ type: "dns", name: "example.test", server })).reason).toMatch(/^Refused to ask/);
  });

  it.each([{ name: "" }, { name: "a..b" }, { name: "a", server: "dns.test" }, { name: "a", recordType: "ANY" }])(
    "refuses %j",
    (part) => {
      expect(ProbeInput.safeParse({ type: "dns", ...part }).success).toBe(false);
    },
  );
});
