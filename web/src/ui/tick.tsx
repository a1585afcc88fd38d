interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onTick: (ticked: boolean, withRange: boolean) => void;
}

/** The box that selects a row; with Shift all from the one that was ticked before. */
export function Tick({ label, checked, onTick }: TickProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) =>
        onTick(event.target.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
      }
      className="size-4 align-middle accent-solid pointer-coarse:size-6"
    />
  );
}
