import type { Settings } from "../../config/settings.ts";
import { broken, doubtful, type Finding, fine } from "./finding.ts";

const MIN_NODE = 24;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
/** No clock is right that shows a time before this program was written. */
const WRITTEN_AT = Date.UTC(2026, 10, 1);
const TOLERANCE_MS = 60_000;

/** The Node.js that runs this. */
export function checkNode(version: string): Finding {
  if (Number(version.replace(/^v/, "").split(".")[0]) >= MIN_NODE) return fine("node", `Node.js ${version}.`);
  return broken("node", `Node.js ${version} is too old.`, `Install Node.js ${MIN_NODE} or newer.`);
}

/** The clock: deadlines are judged by it. `lastWriteAt` is the newest time that the data folder knows; null when it is empty. */
export function checkClock(now: number, lastWriteAt: number | null): Finding {
  const shown = new Date(now).toISOString();
  if (now < WRITTEN_AT)
    return broken("clock", `It shows ${shown}, which is past.`, "Set the clock of this machine, best with NTP.");
  if (lastWriteAt !== null && lastWriteAt > now + TOLERANCE_MS) {
    const last = new Date(lastWriteAt).toISOString();
    return doubtful(
      "clock",
      `It shows ${shown}, but the data folder was written at ${last}.`,
      "One of the two is wrong; check the clock against NTP.",
    );
  }
  return fine("clock", `It shows ${shown}.`);
}

/** What the server may reach, and who may make it do so. */
export function checkOutgoing({ outgoing, host }: Settings): Finding {
  if (outgoing === "public") return fine("outgoing", "public: only globally routable addresses.");
  if (LOOPBACK.includes(host)) return fine("outgoing", "private: loopback and private networks too.");
  return doubtful(
    "outgoing",
    `private, while the server listens on ${host}: whoever has a write key can make it call into your private network.`,
    "Set WATCHBELL_OUTGOING=public unless you trust them all.",
  );
}

/** The address in links, which people must be able to open. */
export function checkBaseUrl({ baseUrl, host }: Settings): Finding {
  const { hostname, protocol } = new URL(baseUrl);
  const linkIsLocal = LOOPBACK.includes(hostname.replace(/^\[|\]$/g, ""));
  if (linkIsLocal && !LOOPBACK.includes(host)) {
    return doubtful(
      "base URL",
      `Links lead to ${baseUrl}, which others cannot open.`,
      "Set WATCHBELL_BASE_URL to the address that people use.",
    );
  }
  if (!linkIsLocal && protocol === "http:") {
    return doubtful(
      "base URL",
      `Links lead to ${baseUrl}: keys travel unencrypted.`,
      "Put a proxy with https in front, and name it in WATCHBELL_BASE_URL.",
    );
  }
  return fine("base URL", `Links lead to ${baseUrl}.`);
}
