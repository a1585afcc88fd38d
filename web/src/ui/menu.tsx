import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";

const POPUP = "min-w-44 max-w-80 overflow-auto rounded-md border border-line bg-raised py-1 shadow-pop outline-none";

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
}

/** A list of things to do, behind a button. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className={POPUP}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect?: () => void;
  /** A link to render instead: `<Link to="…" />`. */
  readonly render?: ReactElement;
  readonly children: ReactNode;
}

/** One thing to do in a menu. */
export function MenuItem({ icon: Icon, danger = false, onSelect, children, ...rest }: MenuItemProps) {
  const look = classNames(
    "flex w-full cursor-default items-center gap-2 px-3 py-1.5 outline-none data-highlighted:bg-hover data-disabled:opacity-55",
    "pointer-coarse:py-2.5",
    danger && "text-down",
  );
  return (
    <Base.Item {...rest} onClick={onSelect} className={look}>
      {Icon && <Icon aria-hidden size={15} className="shrink-0" />}
      <span className="min-w-0 truncate">{children}</span>
    </Base.Item>
  );
}

/** A line between groups of a menu. */
export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
