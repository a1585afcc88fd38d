import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startCli } from "../../test/run-cli.ts";
import type { Settings } from "../config/settings.ts";
import type { StartServer } from "./context.ts";

/** A host that notes what is asked of it; its stop takes until `stopped` is called. */
function fakeHost({ outgrown = new Promise<string>(() => {}) } = {}) {
  const notes: string[] = [];
  const seen: Settings[] = [];
  let stopped = (): void => undefined;
  const startServer: StartServer = async (settings, { print }) => {
    seen.push(settings);
    print("Watchbell runs at http://localhost:7200");
    notes.push("started");
    return {
      address: "http://127.0.0.1:7200",
      outgrown,
      stop: () =>
        new Promise((resolve) => {
          notes.push("stopping");
          stopped = () => resolve();
        }),
    };
  };
  return { notes, seen, startServer, stopped: () => stopped() };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

describe("watchbell serve", () => {
  it("runs until a signal, and stops in order", async () => {
    const host = fakeHost();
    const running = startCli(["serve"], {
      env: { WATCHBELL_PORT: "7300" },
      cwd: "/srv",
      startServer: host.startServer,
    });
    await until(() => host.notes.length === 1);
    running.signal("SIGTERM");
    await until(() => host.notes.length === 2);
    host.stopped();
    const ran = await running.done;
    expect(ran).toMatchObject({ code: 0, out: "Watchbell runs at http://localhost:7200\n" });
    expect(ran.err).toContain("SIGTERM received");
    expect(host.seen[0]).toMatchObject({ port: 7300, dataDir: "/srv/data" });
    expect(host.notes).toEqual(["started", "stopping"]);
    expect(running.exits).toEqual([]);
  });

  it("ends at once at the second signal", async () => {
    const host = fakeHost();
    const running = startCli(["serve"], { startServer: host.startServer });
    await until(() => host.notes.length === 1);
    running.signal("SIGINT");
    await until(() => host.notes.length === 2);
    running.signal("SIGINT");
    expect(running.exits).toEqual([130]);
    host.stopped();
    await running.done;
  });

  it("stops in order when the signal came during the start", async () => {
    const host = fakeHost();
    const started = Promise.withResolvers<void>();
    const slow: StartServer = async (...args) => {
      await started.promise;
      return host.startServer(...args);
    };
    const running = startCli(["serve"], { startServer: slow });
    await setImmediate();
    running.signal("SIGTERM");
    started.resolve();
    await until(() => host.notes.includes("stopping"));
    host.stopped();
    expect(await running.done).toMatchObject({ code: 0 });
  });

  it("lists all problems of the configuration and starts nothing", async () => {
    const host = fakeHost();
    const env = { WATCHBELL_PORT: "http", WATCHBELL_SECRET_KEY: "hunter2" };
    const ran = await startCli(["serve"], { env, startServer: host.startServer }).done;
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toBe(
      [
        'WATCHBELL_PORT: "http" is no port. [invalid-value]',
        "    Use a whole number from 0 to 65535; 7200 is the default, 0 takes a free one.",
        "WATCHBELL_SECRET_KEY: It has 7 characters; at least 32 are needed. [weak-secret]",
        "    Make one with: openssl rand -base64 32",
        "watchbell: The configuration is not right; nothing was started.",
        "  Correct the lines above and start again.",
        "",
      ].join("\n"),
    );
    expect(host.notes).toEqual([]);
  });

  it("stops in order when it does not fit its database any more, and says why", async () => {
    const host = fakeHost({ outgrown: Promise.resolve("The database has schema 99.") });
    const running = startCli(["serve"], { startServer: host.startServer });
    await until(() => host.notes.length === 2);
    host.stopped();
    const ran = await running.done;
    expect(ran.code).toBe(1);
    expect(ran.err).toBe(
      [
        "watchbell: The database has schema 99. Finishing what is under way.",
        "watchbell: Stopped: it does not fit its database any more.",
        "",
      ].join("\n"),
    );
  });

  it("takes what it does from the command line before the environment", async () => {
    const host = fakeHost();
    const env = {
      WATCHBELL_DATABASE_URL: "postgres://ann:secret@127.0.0.1/watchbell",
      WATCHBELL_SECRET_KEY: "a-secret-that-is-long-enough-for-all",
      WATCHBELL_ROLES: "http",
    };
    const running = startCli(["serve", "--roles", "deliver, sweep"], { env, startServer: host.startServer });
    await until(() => host.notes.length === 1);
    expect(host.seen[0]?.roles).toEqual(["sweep", "deliver"]);
    running.signal("SIGTERM");
    await until(() => host.notes.length === 2);
    host.stopped();
    await running.done;
  });

  it("says what is wrong with what it is told to do", async () => {
    const ran = await startCli(["serve", "--roles", "http,sweeep"], { startServer: fakeHost().startServer }).done;
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain('--roles: "sweeep" is nothing that a process can do. [invalid-value]');
    expect(ran.err).toContain("List some of http, sweep, probe, deliver with commas between");
  });

  it("says what to do when the port is taken, without a stack", async () => {
    const startServer: StartServer = () =>
      Promise.reject(
        Object.assign(new Error("listen EADDRINUSE: address already in use 127.0.0.1:7200"), { code: "EADDRINUSE" }),
      );
    const ran = await startCli(["serve"], { startServer }).done;
    expect(ran.code).toBe(1);
    expect(ran.err.split("\n")).toHaveLength(3);
    expect(ran.err).toContain("choose another port with WATCHBELL_PORT");
  });

  it("shows the stack of a failure only to those who asked for detail", async () => {
    const startServer: StartServer = () => Promise.reject(new Error("Another Watchbell works on ./data."));
    expect((await startCli(["serve"], { startServer }).done).err).toBe(
      "watchbell: Another Watchbell works on ./data.\n",
    );
    const env = { WATCHBELL_LOG_LEVEL: "debug" };
    expect((await startCli(["serve"], { startServer, env }).done).err).toContain("serve.test.ts");
  });
});
