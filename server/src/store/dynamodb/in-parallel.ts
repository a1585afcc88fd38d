/** Runs a function for each of these, so many at a time, in their order. */
export async function inParallel<Input>(
  inputs: readonly Input[],
  most: number,
  run: (input: Input) => Promise<void>,
): Promise<void> {
  const left = inputs.values();
  const work = async (): Promise<void> => {
    for (const input of left) await run(input);
  };
  await Promise.all(Array.from({ length: Math.min(most, inputs.length) }, work));
}
