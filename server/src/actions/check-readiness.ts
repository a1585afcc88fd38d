import { StoreUnavailable } from "../model/index.ts";
import type { App } from "./app.ts";

/** Something that keeps this process from doing its work. */
export interface Obstacle {
  readonly name: string;
  readonly problem: string;
}

/** Asks the store to write and read, and the loops whether they are stuck; empty when all is well. */
export async function checkReadiness(app: App): Promise<readonly Obstacle[]> {
  const stuck = app.readiness();
  try {
    await app.store.checkHealth();
    return stuck;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return [{ name: "store", problem: error.message }, ...stuck];
  }
}
