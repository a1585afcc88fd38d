import { Link } from "@tanstack/react-router";
import { BookOpen, ChevronsUpDown, Keyboard, LogOut, Palette, UserRound } from "lucide-react";
import { type ComponentPropsWithRef, use } from "react";
import { useAccount } from "../../api/use-session.ts";
import { PATHS } from "../../lib/paths.ts";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { ShortcutContext } from "../../ui/use-shortcuts.ts";
import { useLogOut } from "./use-log-out.ts";

/** Who is signed in, and what is his. */
export function AccountMenu() {
  const account = useAccount();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover"
        >
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{account.name || account.email}</span>
            {account.name && <span className="block truncate text-soft text-xs">{account.email}</span>}
          </span>
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-soft" />
        </button>
      }
    >
      <AccountItems />
    </Menu>
  );
}

function DocsLink(props: ComponentPropsWithRef<"a">) {
  return <a href="/api/docs" {...props} />;
}

/** The entries of the account's menu, on a phone under More. */
export function AccountItems() {
  const logOut = useLogOut();
  const board = use(ShortcutContext);
  return (
    <>
      <MenuItem icon={UserRound} render={<Link to={PATHS.account} />}>
        Account
      </MenuItem>
      <MenuItem icon={Palette} render={<Link to={PATHS.appearance} />}>
        Appearance
      </MenuItem>
      <MenuItem icon={BookOpen} render={<DocsLink />}>
        API description
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={() => board?.press("?", performance.now())}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={() => void logOut()}>
        Log out
      </MenuItem>
    </>
  );
}
