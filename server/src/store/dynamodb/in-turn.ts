/** Runs calls of the same name one after another, in the order in which they came, and others side by side. */
export type InTurn = <Result>(name: string, run: () => Promise<Result>) => Promise<Result>;

/** Makes the turns of a process: they spare its own calls from meeting each other in the table. */
export function createInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, run) => {
    const before = last.get(name);
    const turn = (async () => {
      // How the one before ended is told to its own caller.
      await before?.catch(() => {});
      return await run();
    })();
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
