import { useCallback, useEffect, useMemo, useRef } from "react";
import { rangeBetween } from "../lib/range-between.ts";
import type { Selection } from "./data-table.tsx";

interface Ticks {
  readonly allTicked: boolean;
  readonly tickAll: (ticked: boolean) => void;
  /** Stays the same function, so that rows need not be drawn anew for it. */
  readonly tick: (id: string, ticked: boolean, withRange: boolean) => void;
  /** Turns one tick round. */
  readonly turn: (id: string) => void;
}

/** Ticks rows by themselves, in ranges and all at once. `ids` are those of all rows, in their order. */
export function useTicks(ids: readonly string[], selection: Selection | undefined): Ticks {
  const latest = useRef({ ids, selection });
  const lastTicked = useRef<string | null>(null);
  useEffect(() => {
    latest.current = { ids, selection };
  });
  const tick = useCallback<Ticks["tick"]>((id, ticked, withRange) => {
    const { ids: all, selection: now } = latest.current;
    if (now === undefined) return;
    const next = new Set(now.ids);
    for (const each of withRange && lastTicked.current !== null ? rangeBetween(all, lastTicked.current, id) : [id]) {
      if (ticked) next.add(each);
      else next.delete(each);
    }
    lastTicked.current = id;
    now.onChange(next);
  }, []);
  const allTicked = useMemo(
    () => selection !== undefined && ids.length > 0 && ids.every((id) => selection.ids.has(id)),
    [ids, selection],
  );
  return {
    allTicked,
    tick,
    tickAll: (ticked) => selection?.onChange(ticked ? new Set(ids) : new Set()),
    turn: (id) => tick(id, selection?.ids.has(id) !== true, false),
  };
}
