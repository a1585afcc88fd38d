/** Asks for one thing by its id; several that are asked for within a moment are asked for together. */
export type Batch<Answer> = (id: string, signal?: AbortSignal) => Promise<Answer | null>;

interface BatchOptions<Answer> {
  /** Asks for several; what is not in its answer is null for whoever asked. */
  readonly ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>;
  /** How long is waited for others to ask, too. */
  readonly waitMs: number;
  /** So many can be asked for in one go. */
  readonly most: number;
}

interface Waiting<Answer> {
  readonly id: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (answer: Answer | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes a batch. Whoever does not want his answer any more when the others are asked for is left out. */
export function createBatch<Answer>({ ask, waitMs, most }: BatchOptions<Answer>): Batch<Answer> {
  let waiting: Waiting<Answer>[] = [];
  const askFor = async (group: readonly Waiting<Answer>[]): Promise<void> => {
    try {
      const answers = await ask([...new Set(group.map(({ id }) => id))]);
      for (const { id, resolve } of group) resolve(answers.get(id) ?? null);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  const askForAll = (): void => {
    const wanted = waiting.filter(({ signal }) => signal?.aborted !== true);
    for (const { signal, reject } of waiting) if (signal?.aborted === true) reject(signal.reason);
    waiting = [];
    // What goes wrong is told to those who asked.
    for (let at = 0; at < wanted.length; at += most) void askFor(wanted.slice(at, at + most));
  };
  return (id, signal) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(askForAll, waitMs);
      waiting.push({ id, signal, resolve, reject });
    });
}
