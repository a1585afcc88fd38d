import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SETTING_RULES } from "../../src/config/setting-rules.ts";
import { type Sink, startSink } from "../sink.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "deploy/docker");
const SECRET = /KEY|SECRET|TOKEN|PASSWORD/;

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions with continued lines joined and comments left out, one list a stage. */
function readStages(): readonly (readonly Instruction[])[] {
  const text = readFileSync(join(folder, "Dockerfile"), "utf8");
  const lines = text
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines.filter((candidate) => candidate.trim() !== "")) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (word === "FROM") stages.push([]);
    stages.at(-1)?.push({ word, rest });
  }
  return stages;
}

/** A line of the ignore file as the glob patterns of what it lets through. */
function letThrough(path: string): boolean {
  const lines = readFileSync(join(folder, "Dockerfile.dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"));
  return lines.some((line) => path === line.slice(1) || matchesGlob(path, line.slice(1).replace(/\/$/, "/**")));
}

describe("the Dockerfile", () => {
  const stages = readStages();
  const last = stages.at(-1) ?? [];
  const every = stages.flat();
  const restOf = (word: string): readonly string[] => last.filter((one) => one.word === word).map(({ rest }) => rest);
  const healthCommand = (): readonly string[] =>
    JSON.parse(/CMD (\[.*\])$/.exec(restOf("HEALTHCHECK")[0] ?? "")?.[1] ?? "[]");
  let sink: Sink | null = null;
  afterAll(() => sink?.close());

  it("starts every stage from the small image of the Node.js that the package asks for, or from a stage before", () => {
    const { engines } = JSON.parse(readFileSync(join(root, "server/package.json"), "utf8"));
    const major = /\d+/.exec(engines.node)?.[0];
    const [images, names] = [every.filter(({ word }) => word === "FROM").map(({ rest }) => rest), new Set<string>()];
    for (const image of images) {
      const [from = "", name] = image.split(" AS ");
      expect(from === `node:${major}-slim` || names.has(from), image).toBe(true);
      if (name !== undefined) names.add(name);
    }
    expect(images.length).toBeGreaterThan(2);
    expect(images.at(-1)).toBe(`node:${major}-slim`);
  });

  it("copies only what is there, and what the ignore file lets through", () => {
    const copied = every
      .filter(({ word, rest }) => word === "COPY" && !rest.startsWith("--from"))
      .flatMap(({ rest }) => rest.split(" ").slice(0, -1));
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) {
      expect(existsSync(join(root, path)), path).toBe(true);
      const inside = path.endsWith("/")
        ? globSync(`${path}{package.json,bin/*,src/cli/main.ts,src/main.tsx,build-dashboard.ts}`, { cwd: root })
        : [path];
      expect(inside.length).toBeGreaterThan(0);
      for (const file of inside) expect(letThrough(file), file).toBe(true);
    }
    for (const path of ["data/watchbell.db", "data/master.key", ".git/config", "server/test/sink.ts", ".env"])
      expect(letThrough(path), path).toBe(false);
  });

  it("runs scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const run = every.flatMap(({ word, rest }) => (word === "RUN" ? [...rest.matchAll(/npm run (\S+)/g)] : []));
    expect(run.map(([, name]) => name)).toEqual(["build"]);
    expect(Object.keys(scripts)).toContain("build");
  });

  it("runs as somebody who is not root, with the data folder theirs, stopped by SIGTERM and without a shell between", () => {
    expect(restOf("USER")).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    expect(restOf("VOLUME")).toEqual(["/data"]);
    expect(restOf("RUN").join()).toContain("-o node");
    expect(restOf("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(JSON.parse(restOf("ENTRYPOINT")[0] ?? "")).toEqual(["node", "/app/server/bin/watchbell.js"]);
    expect(JSON.parse(restOf("CMD")[0] ?? "")).toEqual(["serve"]);
  });

  it("sets variables that Watchbell knows, and no secret", () => {
    const known = Object.values(SETTING_RULES).map(({ variable }) => variable);
    const set = [
      ...restOf("ENV")
        .join(" ")
        .matchAll(/(\w+)=(\S+)/g),
    ].map(([, name = "", value = ""]) => [name, value]);
    expect(set).toContainEqual(["WATCHBELL_HOST", "0.0.0.0"]);
    expect(set).toContainEqual(["WATCHBELL_DATA_DIR", "/data"]);
    for (const [name = ""] of set) if (name.startsWith("WATCHBELL_")) expect(known).toContain(name);
    for (const { word, rest } of every) if (word === "ENV" || word === "ARG") expect(rest).not.toMatch(SECRET);
  });

  it("asks /healthz for its health with what the image has: Node.js", async () => {
    const [program, ...args] = healthCommand();
    expect(program).toBe("node");
    let status = 200;
    sink = await startSink((_, response) => response.writeHead(status).end());
    const env = { WATCHBELL_PORT: new URL(sink.url).port };
    const check = () => promisify(execFile)(process.execPath, args, { env });
    await check();
    expect(sink.received).toMatchObject([{ method: "GET", path: "/healthz" }]);
    status = 503;
    await expect(check()).rejects.toMatchObject({ code: 1 });
  });
});

describe("the compose file", () => {
  const compose = parse(readFileSync(join(folder, "compose.yaml"), "utf8"));
  const { watchbell } = compose.services;

  it("builds the Dockerfile from the root of the checkout", () => {
    expect(join(folder, watchbell.build.context)).toBe(join(root, "/").slice(0, -1));
    expect(existsSync(join(folder, watchbell.build.context, watchbell.build.dockerfile))).toBe(true);
  });

  it("keeps the data in a volume and opens the port to this machine only", () => {
    expect(watchbell.volumes).toEqual(["data:/data"]);
    expect(Object.keys(compose.volumes)).toEqual(["data"]);
    expect(watchbell.ports).toEqual(["127.0.0.1:7200:7200"]);
  });

  it("takes away what Watchbell does not need and gives it time to stop", () => {
    expect(watchbell).toMatchObject({ read_only: true, cap_drop: ["ALL"], restart: "unless-stopped" });
    expect(watchbell.security_opt).toEqual(["no-new-privileges:true"]);
    expect(Number.parseInt(watchbell.stop_grace_period, 10)).toBeGreaterThanOrEqual(30);
  });

  it("passes on settings that there are, trusts its own gateway only, and holds no secret", () => {
    const known = Object.values(SETTING_RULES).map(({ variable }) => variable);
    const { environment } = watchbell;
    expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
    const { gateway } = compose.networks.default.ipam.config[0];
    expect(environment.WATCHBELL_TRUSTED_PROXIES).toBe(`\${WATCHBELL_TRUSTED_PROXIES:-${gateway}}`);
    for (const [name, value] of Object.entries(environment)) if (SECRET.test(name)) expect(value).toBe(`\${${name}:-}`);
  });
});
