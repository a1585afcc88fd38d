import { useId } from "react";
import type { Appearance } from "../../../lib/preferences.ts";

/** The colours of theme.css, as they are whichever theme is shown now. */
const LIGHT = {
  canvas: "#f6f5f1",
  surface: "#ffffff",
  line: "#e1dfd7",
  ink: "#5a5e68",
  up: "#2b9a5b",
  down: "#d6331f",
};
const DARK = { canvas: "#101318", surface: "#161a21", line: "#2a303b", ink: "#a2a9b6", up: "#3fae6d", down: "#ec5a46" };

/** A small picture of the dashboard in a theme; of the system's, one half of each. */
export function ThemePicture({ appearance }: { readonly appearance: Appearance }) {
  const half = useId();
  return (
    <svg aria-hidden viewBox="0 0 120 72" className="w-28 shrink-0 rounded border border-line sm:w-full">
      <Picture colours={appearance === "dark" ? DARK : LIGHT} />
      {appearance === "system" && (
        <>
          <clipPath id={half}>
            <path d="M120 0v72H44L76 0z" />
          </clipPath>
          <g clipPath={`url(#${half})`}>
            <Picture colours={DARK} />
          </g>
        </>
      )}
    </svg>
  );
}

function Picture({ colours: { canvas, surface, line, ink, up, down } }: { readonly colours: typeof LIGHT }) {
  return (
    <>
      <rect width="120" height="72" fill={canvas} />
      <path d="M28.500 0v72" stroke={line} />
      {[14, 22, 30].map((y) => (
        <rect key={y} x="6" y={y} width="16" height="3" rx="1.500" fill={ink} opacity="0.5" />
      ))}
      <rect x="36" y="12" width="76" height="50" rx="3" fill={surface} stroke={line} />
      {[22, 36, 50].map((y) => (
        <g key={y}>
          <circle cx="45" cy={y} r="3" fill={y === 36 ? down : up} />
          <rect x="53" y={y - 1.5} width={y === 36 ? 34 : 46} height="3" rx="1.500" fill={ink} opacity="0.6" />
        </g>
      ))}
    </>
  );
}
