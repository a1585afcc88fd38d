import { CircleAlert, CircleCheck, CircleDashed, CirclePause, Clock, type LucideIcon } from "lucide-react";

/** Where a monitor stands, as it is shown everywhere: a word, a sign and a colour, never a colour alone. */
export type Status = "new" | "up" | "late" | "down" | "paused";

interface StatusLook {
  readonly word: string;
  readonly icon: LucideIcon;
  /** Text on the page, and text on the status's own ground. */
  readonly text: string;
  readonly ground: string;
  /** Shapes: dots, pills, lines. */
  readonly mark: string;
  /** The same for lines of a drawing. */
  readonly stroke: string;
}

/** How each status looks. */
export const STATUS_LOOKS: Readonly<Record<Status, StatusLook>> = {
  new: {
    word: "New",
    icon: CircleDashed,
    text: "text-new",
    ground: "bg-new-ground",
    mark: "bg-new-mark",
    stroke: "stroke-new-mark",
  },
  up: {
    word: "Up",
    icon: CircleCheck,
    text: "text-up",
    ground: "bg-up-ground",
    mark: "bg-up-mark",
    stroke: "stroke-up-mark",
  },
  late: {
    word: "Late",
    icon: Clock,
    text: "text-late",
    ground: "bg-late-ground",
    mark: "bg-late-mark",
    stroke: "stroke-late-mark",
  },
  down: {
    word: "Down",
    icon: CircleAlert,
    text: "text-down",
    ground: "bg-down-ground",
    mark: "bg-down-mark",
    stroke: "stroke-down-mark",
  },
  paused: {
    word: "Paused",
    icon: CirclePause,
    text: "text-paused",
    ground: "bg-paused-ground",
    mark: "bg-paused-mark",
    stroke: "stroke-paused-mark",
  },
};
