import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
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

/** A chart that fits its place and follows the theme: in other colours it is another one. */
export function Chart(props: ChartProps) {
  return <Plot key={useTheme()} {...props} />;
}

function Plot({ label, height, draw }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const { options, data } = draw(coloursIn(parent));
    const plot = new uPlot({ ...options, width: parent.clientWidth, height }, data, parent);
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [height, draw]);
  return <div ref={place} role="img" aria-label={label} style={{ height }} className="w-full min-w-0" />;
}

/** The colours of the theme as a canvas takes them: which of its two a colour is shows only where it is used. */
function coloursIn(place: HTMLElement): ColourOf {
  const known = new Map<string, string>();
  return (name) => {
    const colour = known.get(name) ?? readColour(place, name);
    known.set(name, colour);
    return colour;
  };
}

function readColour(place: HTMLElement, name: string): string {
  place.style.color = `var(--color-${name})`;
  const { color } = getComputedStyle(place);
  place.style.removeProperty("color");
  return color;
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
