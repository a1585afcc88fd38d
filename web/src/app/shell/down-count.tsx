/** How many monitors are down; nothing when none is. */
export function DownCount({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="min-w-5 rounded-full bg-down-ground px-1.5 text-center font-semibold text-down text-xs tabular-nums">
      {count}
      <span className="sr-only"> down</span>
    </span>
  );
}
