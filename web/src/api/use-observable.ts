import { useSyncExternalStore } from "react";
import type { Observable } from "../lib/observable.ts";

/** Reads an observable value and renders anew when it changes. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
