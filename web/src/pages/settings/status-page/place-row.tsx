import { GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { StatusPage } from "../../../api/status-page.ts";
import { classNames } from "../../../lib/class-names.ts";
import { IconButton } from "../../../ui/button.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import type { Place } from "./arrange.ts";

interface PlaceRowProps {
  readonly shown: StatusPage["groups"][number]["monitors"][number];
  /** The monitor's own name. */
  readonly name: string;
  readonly place: Place;
  readonly onRename: (name: string | null) => void;
  readonly onRemove: () => void;
  readonly onStep: (by: -1 | 1) => void;
  readonly onMoveTo: (place: Place) => void;
}

/** One monitor of a status page: its handle moves it by the arrow keys or by dragging. */
export function PlaceRow({ shown, name, place, onRename, onRemove, onStep, onMoveTo }: PlaceRowProps) {
  const handle = useRef<HTMLButtonElement>(null);
  const [isDragged, setIsDragged] = useState(false);
  const [isMoved, setIsMoved] = useState(false);
  const { group, index } = place;
  useEffect(() => {
    // In another place the row may be another element: the focus stays with the monitor.
    if (isMoved && (group >= 0 || index >= 0)) handle.current?.focus();
  }, [isMoved, group, index]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    setIsMoved(true);
    onStep(event.key === "ArrowUp" ? -1 : 1);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!isDragged) return;
    const target = placeUnder(event.clientX, event.clientY);
    if (target !== null && (target.group !== group || target.index !== index)) onMoveTo(target);
  };
  return (
    <li
      data-place={`${group} ${index}`}
      className={classNames("flex items-center gap-1.5 rounded-md", isDragged && "bg-accent-ground")}
    >
      <button
        ref={handle}
        type="button"
        aria-label={`Move ${name}: arrow keys`}
        title="Drag, or press the arrow keys"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setIsDragged(true);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => setIsDragged(false)}
        onPointerCancel={() => setIsDragged(false)}
        className="grid size-9 shrink-0 cursor-grab touch-none place-items-center rounded-md text-soft hover:bg-hover pointer-coarse:size-11"
      >
        <GripVertical aria-hidden size={17} />
      </button>
      <div className="grid min-w-0 flex-1 items-center gap-x-3 gap-y-1 sm:grid-cols-2">
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        <TextInput
          aria-label={`What strangers read for ${name}`}
          placeholder="Shown by its own name"
          maxLength={100}
          value={shown.name ?? ""}
          onChange={({ target: { value } }) => onRename(value === "" ? null : value)}
        />
      </div>
      <IconButton icon={X} label={`Take ${name} out`} onClick={onRemove} />
    </li>
  );
}

function placeUnder(x: number, y: number): Place | null {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-place]");
  const [group, index] = (row?.dataset.place ?? "").split(" ").map(Number);
  return group === undefined || index === undefined ? null : { group, index };
}
