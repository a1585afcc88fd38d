import type { z } from "zod";

/** What a service says in a JSON answer, read by a schema; null when the body is no such answer. */
export function readAnswer<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    // No JSON: a page of a proxy, or an answer that was cut.
    return null;
  }
}
