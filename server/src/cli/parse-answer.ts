import type { z } from "zod";
import { CliFault } from "./cli-fault.ts";

/** Takes an answer apart, or says that the server speaks another language than this program. */
export function parseAnswer<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new CliFault(
    `The server's answer lacks what this command needs (${field}).`,
    "Use the watchbell program of the server's own version.",
  );
}
