import { createObservable, type Observable } from "./observable.ts";

/** How many forms hold something typed that is not saved. */
export interface Unsaved {
  readonly count: Observable<number>;
  /** Counts one more, until the function that it gives is called. */
  readonly hold: () => () => void;
}

/** Counts the forms that hold something typed that is not saved. */
export function createUnsaved(): Unsaved {
  const count = createObservable(0);
  return {
    count,
    hold() {
      count.set(count.get() + 1);
      let isHeld = true;
      return () => {
        if (isHeld) count.set(count.get() - 1);
        isHeld = false;
      };
    },
  };
}
