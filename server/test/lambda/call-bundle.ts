/**
 * A program for server/test/lambda/bundle.test.ts: loads a bundle as Lambda does, calls its functions, one line of JSON of
 * standard input after the other, and prints what each answers.
 */
import { createInterface } from "node:readline";

const [, , path = ""] = process.argv;
const handlers = (await import(path)) as Record<string, (event: unknown, context: unknown) => Promise<unknown>>;
const context = { getRemainingTimeInMillis: () => 100_000 };

for await (const line of createInterface({ input: process.stdin })) {
  const { handler, event } = JSON.parse(line) as { readonly handler: string; readonly event: unknown };
  try {
    const result = await handlers[handler]?.(event, context);
    process.stdout.write(`RESULT ${JSON.stringify({ result: result ?? null })}\n`);
  } catch (error) {
    process.stdout.write(
      `RESULT ${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
    );
  }
}
