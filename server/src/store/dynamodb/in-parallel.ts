/**
 * Runs a function for each of these, so many at a time, in their order. When one fails no other is begun, and its error
 * is thrown once those that had begun are through: nothing goes on behind the caller's back.
 */
export async function inParallel<Input>(
  inputs: readonly Input[],
  most: number,
  run: (input: Input) => Promise<void>,
): Promise<void> {
  const left = inputs.values();
  const errors: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const input of left) {
      if (errors.length > 0) return;
      try {
        await run(input);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, inputs.length) }, work));
  if (errors.length > 0) throw errors[0];
}
