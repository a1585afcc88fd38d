import { useId } from "react";
import type { Appearance } from "../../../lib/preferences.ts";

/** A small picture of the dashboard in a theme; of the system's, one half of each. */
export function ThemePicture({ appearance }: { readonly appearance: Appearance }) {
  const half = useId();
  return (
    <svg aria-hidden viewBox="0 0 120 72" className="w-28 shrink-0 rounded border border-line sm:w-full">
      <Picture scheme={appearance === "dark" ? "scheme-dark" : "scheme-light"} />
      {appearance === "system" && (
        <>
          <clipPath id={half}>
            <path d="M120 0v72H44L76 0z" />
          </clipPath>
          <g clipPath={`url(#${half})`}>
            <Picture scheme="scheme-dark" />
          </g>
        </>
      )}
    </svg>
  );
}

function Picture({ scheme }: { readonly scheme: "scheme-light" | "scheme-dark" }) {
  return (
    <g className={scheme}>
      <rect width="120" height="72" className="fill-canvas" />
      <path d="M28.500 0v72" className="stroke-line" />
      {[14, 22, 30].map((y) => (
        <rect key={y} x="6" y={y} width="16" height="3" rx="1.500" className="fill-soft" opacity="0.5" />
      ))}
      <rect x="36" y="12" width="76" height="50" rx="3" className="fill-surface stroke-line" />
      {[22, 36, 50].map((y) => (
        <g key={y}>
          <circle cx="45" cy={y} r="3" className={y === 36 ? "fill-down-mark" : "fill-up-mark"} />
          <rect
            x="53"
            y={y - 1.5}
            width={y === 36 ? 34 : 46}
            height="3"
            rx="1.500"
            className="fill-soft"
            opacity="0.6"
          />
        </g>
      ))}
    </g>
  );
}
