/** The sign of Watchbell. */
export function BellMark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" className="shrink-0 text-brass">
      <path
        fill="currentColor"
        d="M16 3.5a8 8 0 0 0-8 8v5.7l-2.7 4.7c-.5.9.1 1.9 1.1 1.9h19.2c1 0 1.6-1 1.1-1.9L24 17.200V11.5a8 8 0 0 0-8-8z"
      />
      <circle fill="currentColor" cx="16" cy="27" r="2.7" />
    </svg>
  );
}
