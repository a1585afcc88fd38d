import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** Rows drawn beyond what is seen, so that fast scrolling and the Tab key find them there. */
const OVERSCAN = 12;

/** Which rows of many are drawn, and how much room the others take. */
interface DrawnRows {
  readonly bodyRef: RefObject<HTMLTableSectionElement | null>;
  readonly drawn: readonly number[];
  readonly before: number;
  readonly after: number;
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

/** Draws only the rows of a table that are seen, while the page itself scrolls. */
export function useDrawnRows(count: number, rowHeight: number): DrawnRows {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (bodyRef.current !== null) setTop(bodyRef.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const seen = virtualizer.getVirtualItems();
  return {
    bodyRef,
    drawn: seen.map(({ index }) => index),
    before: (seen[0]?.start ?? top) - top,
    after: virtualizer.getTotalSize() - ((seen.at(-1)?.end ?? top) - top),
    measure: virtualizer.measureElement,
  };
}
