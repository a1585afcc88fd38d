import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const DEPLOY = join(import.meta.dirname, "../../../deploy/nginx");
const TLS = join(import.meta.dirname, "../fixtures/tls");
const START_TIMEOUT_MS = 10_000;
const TEMP_PATHS = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** The name that the shipped sites answer to. */
export const SITE_NAME = "watch.example.org";

/** The real nginx with shipped files, on loopback. */
interface RunningNginx {
  readonly httpPort: number;
  /** Where Let's Encrypt's client would put its proof. */
  readonly webroot: string;
  /** What `nginx -t` said. */
  readonly verdict: string;
  /** All that was logged, by name of the file. */
  logs(): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The same with both sites of Watchbell. */
export interface Nginx extends RunningNginx {
  readonly httpsPort: number;
}

/** Finds nginx in PATH or where Debian puts it; null when this machine has none. */
export function findNginx(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  return folders.map((folder) => join(folder, "nginx")).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // It is not there, which is what was asked.
    return false;
  }
}

/** Starts nginx as a child with the shipped sites, each absolute path and port of theirs moved into a folder of its own. */
export async function startNginx(bin: string, folder: string, upstreamPort: number): Promise<Nginx> {
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  const webroot = makeFolders(folder);
  placeSites(folder, { httpPort, httpsPort, upstreamPort, webroot });
  const files = ["watchbell.conf", "watchbell-http.conf", "watchbell-https.conf"];
  const running = await run(bin, folder, { files, ports: [httpPort, httpsPort] });
  return { ...running, httpPort, httpsPort, webroot };
}

/** Starts nginx with the shipped site for `watchbell pinger` alone, as it stands beside no Watchbell. */
export async function startPingerNginx(bin: string, folder: string, upstreamPort: number): Promise<RunningNginx> {
  const httpPort = await freePort();
  const webroot = makeFolders(folder);
  place(folder, "watchbell-pinger.conf", [
    ["listen 80;", `listen 127.0.0.1:${httpPort};`],
    ["listen [::]:80;", ""],
    ["/var/www/letsencrypt", webroot],
    ["/var/log/nginx", join(folder, "logs")],
    ["127.0.0.1:3002", `127.0.0.1:${upstreamPort}`],
  ]);
  const running = await run(bin, folder, { files: ["watchbell-pinger.conf"], ports: [httpPort] });
  return { ...running, httpPort, webroot };
}

/** Makes what the sites write to, and says where the proof of Let's Encrypt goes. */
function makeFolders(folder: string): string {
  for (const name of ["logs", "webroot"]) mkdirSync(join(folder, name), { recursive: true });
  return join(folder, "webroot");
}

async function run(
  bin: string,
  folder: string,
  { files, ports }: { readonly files: readonly string[]; readonly ports: readonly number[] },
): Promise<Pick<RunningNginx, "verdict" | "logs" | "stop">> {
  writeFileSync(join(folder, "nginx.conf"), mainFile(folder, files));
  const args = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "logs/start.log")];
  const verdict = execFileSync("sh", ["-c", '"$0" "$@" -t 2>&1', bin, ...args], { encoding: "utf8" });
  const child = spawn(bin, args, { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const logs = () => readLogs(join(folder, "logs"));
  await untilListening(child, ports, logs);
  return {
    verdict,
    logs,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

interface Places {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly upstreamPort: number;
  readonly webroot: string;
}

function placeSites(folder: string, { httpPort, httpsPort, upstreamPort, webroot }: Places): void {
  const certificates = `/etc/letsencrypt/live/${SITE_NAME}`;
  const logs: Move = ["/var/log/nginx", join(folder, "logs")];
  const snippet: Move = ["/etc/nginx/snippets", folder];
  place(folder, "watchbell.conf", [["127.0.0.1:7200", `127.0.0.1:${upstreamPort}`]]);
  place(folder, "watchbell-proxy.conf", []);
  place(folder, "watchbell-http.conf", [
    ["listen 80;", `listen 127.0.0.1:${httpPort};`],
    ["listen [::]:80;", ""],
    ["/var/www/letsencrypt", webroot],
    logs,
    snippet,
  ]);
  place(folder, "watchbell-https.conf", [
    ["listen 443 ssl http2;", `listen 127.0.0.1:${httpsPort} ssl http2;`],
    ["listen [::]:443 ssl http2;", ""],
    [`${certificates}/fullchain.pem`, join(TLS, "localhost.crt")],
    [`${certificates}/privkey.pem`, join(TLS, "localhost.key")],
    logs,
    snippet,
  ]);
}

type Move = readonly [from: string, to: string];

/** Copies a shipped file; a text to be moved that is not in it fails, so that nothing is tested beside the point. */
function place(folder: string, name: string, moves: readonly Move[]): void {
  let text = readFileSync(join(DEPLOY, name), "utf8");
  for (const [from, to] of moves) {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
    text = text.replaceAll(from, to);
  }
  writeFileSync(join(folder, name), text);
}

/** What Debian's nginx.conf is around the sites. */
function mainFile(folder: string, files: readonly string[]): string {
  // The workers of root would be nobody, who cannot look into a folder of root's.
  const user = process.getuid?.() === 0 ? "user root root;" : "";
  return `
${user}
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/logs/start.log;
events { worker_connections 64; }
http {
  access_log ${folder}/logs/unknown-hosts.log;
  ${TEMP_PATHS.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${files.map((name) => `include ${folder}/${name};`).join("\n  ")}
}
`;
}

function readLogs(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** A port that nobody listens on now; nginx cannot be asked which one it took. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the port was not told");
  return address.port;
}

async function untilListening(
  child: ChildProcess,
  ports: readonly number[],
  logs: () => Readonly<Record<string, string>>,
): Promise<void> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (const port of ports) {
    while (!(await isListening(port))) {
      if (child.exitCode !== null || Date.now() > giveUpAt) {
        child.kill("SIGKILL");
        throw new Error(`nginx did not start:\n${Object.values(logs()).join("\n")}`);
      }
      await pause(20);
    }
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
