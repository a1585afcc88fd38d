import { ApiError } from "./api-error.ts";

/**
 * Pings a monitor from this page, as its job would. The address of a ping may name the server in another way than the page
 * does, and a page may only call where it comes from, so its path alone is used.
 */
export async function pingFromHere(pingUrl: string, kind: "success" | "fail"): Promise<void> {
  const path = `${new URL(pingUrl).pathname}${kind === "fail" ? "/fail" : ""}`;
  const answer = await fetch(path, { method: "POST", cache: "no-store" }).catch(() => null);
  if (answer?.ok === true) return;
  const { code, status } = { code: answer === null ? "network" : "unreadable", status: answer?.status ?? 0 };
  throw new ApiError(
    answer === null ? "The server cannot be reached." : `The server did not take the ping: it answered ${status}.`,
    { code, status },
  );
}
