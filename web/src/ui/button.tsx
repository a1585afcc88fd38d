import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode, SyntheticEvent } from "react";
import { classNames } from "../lib/class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: "bg-solid text-on-solid border-solid hover:bg-solid-hover hover:border-solid-hover",
  plain: "bg-surface text-ink border-line-strong/60 hover:bg-hover",
  quiet: "bg-transparent text-ink border-transparent hover:bg-hover",
  danger: "bg-surface text-down border-down-mark/60 hover:bg-down-ground",
};

const SHAPE =
  "inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none " +
  "disabled:opacity-55 disabled:cursor-not-allowed aria-disabled:opacity-55 aria-disabled:cursor-not-allowed pointer-coarse:min-h-11";

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: ButtonLook = "plain", size: "small" | "normal" = "normal"): string {
  return classNames(SHAPE, LOOKS[look], size === "small" ? "min-h-7 px-2 text-sm" : "min-h-9 px-3");
}

interface ButtonProps extends ComponentPropsWithRef<"button"> {
  readonly look?: ButtonLook;
  readonly size?: "small" | "normal";
  readonly icon?: LucideIcon;
  /** It is being done: the button waits and says so. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** A button with a word on it. While it is busy it does nothing and keeps the focus: whoever uses the keyboard goes on from it. */
export function Button({ look, size, icon: Icon, busy = false, children, className, onClick, ...rest }: ButtonProps) {
  const Sign = busy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      {...rest}
      onClick={busy ? doNothing : onClick}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={classNames(buttonClass(look, size), className)}
    >
      {Sign && <Sign aria-hidden size={size === "small" ? 14 : 16} className={busy ? "animate-spin" : undefined} />}
      {children}
    </button>
  );
}

/** Nor does it send a form. */
function doNothing(event: SyntheticEvent): void {
  event.preventDefault();
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "children"> {
  readonly icon: LucideIcon;
  /** What it does, in words: its name for screen readers and its tooltip. */
  readonly label: string;
  readonly size?: "small" | "normal";
}

/** A button with a sign on it, and its word in a tooltip. */
export function IconButton({ icon: Icon, label, size = "normal", className, ...rest }: IconButtonProps) {
  const shape = classNames(
    "inline-grid place-items-center rounded-md text-soft hover:bg-hover hover:text-ink disabled:opacity-55",
    "pointer-coarse:size-11",
    size === "small" ? "size-7" : "size-9",
    className,
  );
  return (
    <Tooltip text={label}>
      <button type="button" aria-label={label} {...rest} className={shape}>
        <Icon aria-hidden size={size === "small" ? 15 : 18} />
      </button>
    </Tooltip>
  );
}
