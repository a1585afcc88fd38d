import { type RefObject, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useDashboard } from "../api/dashboard-context.tsx";
import { useObservable } from "../api/use-observable.ts";

/** Gives a colour of the theme by its name there: `colour("up-mark")`. */
export type ColourOf = (name: string) => string;

/** What is drawn: the options without their size, and the data. */
export interface ChartDrawing {
  readonly options: Omit<uPlot.Options, "width" | "height">;
  readonly data: uPlot.AlignedData;
}

interface ChartProps {
  /** What it shows, in a sentence, for those who do not see it; a table beside it holds the numbers. */
  readonly label: string;
  readonly height: number;
  /** Draws anew when it changes: keep it stable with useCallback. */
  readonly draw: (colour: ColourOf) => ChartDrawing;
}

/** A chart that fits its place and follows the theme. */
export function Chart({ label, height, draw }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  usePlot(place, height, draw);
  return <div ref={place} role="img" aria-label={label} style={{ height }} className="w-full min-w-0" />;
}

function usePlot(place: RefObject<HTMLDivElement | null>, height: number, draw: ChartProps["draw"]): void {
  const theme = useTheme();
  useLayoutEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const style = getComputedStyle(document.documentElement);
    // The theme is asked for its colours anew, although it is not named here.
    const { options, data } = draw((name) => style.getPropertyValue(`--${name}`).trim() || theme);
    const plot = new uPlot({ ...options, width: parent.clientWidth, height }, data, parent);
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [place, height, draw, theme]);
}

/** Changes when the colours do. */
function useTheme(): string {
  const appearance = useObservable(useDashboard().preferences.appearance);
  const isDark = useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(DARK);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(DARK).matches,
  );
  return `${appearance} ${isDark}`;
}

const DARK = "(prefers-color-scheme: dark)";
