import { Link } from "@tanstack/react-router";
import { CirclePause, CirclePlay, CircleX, Copy, Ellipsis, Pencil, Play, Radar, Send, Trash2 } from "lucide-react";
import type { Monitor } from "../../../api/monitors.ts";
import { PATHS } from "../../../lib/paths.ts";
import { Button, buttonClass, IconButton } from "../../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../../ui/menu.tsx";
import { useShortcuts } from "../../../ui/use-shortcuts.ts";
import type { MonitorCommands } from "./use-monitor-commands.ts";

interface MonitorActionsProps {
  readonly monitor: Monitor;
  readonly commands: MonitorCommands;
  readonly onEdit: () => void;
}

/** What can be done to the monitor, beside its name; only for those who may write. */
export function MonitorActions({ monitor, commands, onEdit }: MonitorActionsProps) {
  const { kind, status } = monitor;
  const { act, busy, remove } = commands;
  const isPaused = status === "paused";
  const togglePause = (): void => void act({ type: isPaused ? "resume" : "pause" });
  const signalNow = (): void => void act(kind === "probe" ? { type: "probe" } : { type: "ping", kind: "success" });
  const canProbe = kind === "probe" && !isPaused;
  useShortcuts([
    { keys: "e", label: "Edit this monitor", run: onEdit },
    { keys: "p", label: isPaused ? "Resume this monitor" : "Pause this monitor", run: togglePause },
    ...(kind === "heartbeat" ? [{ keys: "i", label: "Ping it now", run: signalNow }] : []),
    ...(canProbe ? [{ keys: "i", label: "Probe it now", run: signalNow }] : []),
  ]);
  return (
    <>
      {kind === "heartbeat" && (
        <Button icon={Send} busy={busy === "ping"} onClick={signalNow}>
          Ping now
        </Button>
      )}
      {canProbe && (
        <Button icon={Radar} busy={busy === "probe"} onClick={signalNow}>
          Probe now
        </Button>
      )}
      <Button
        icon={isPaused ? CirclePlay : CirclePause}
        busy={busy === "pause" || busy === "resume"}
        onClick={togglePause}
      >
        {isPaused ? "Resume" : "Pause"}
      </Button>
      <Link to={PATHS.editMonitor} params={{ id: monitor.id }} className={buttonClass()}>
        <Pencil aria-hidden size={16} />
        Edit
      </Link>
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        {kind === "heartbeat" && (
          <>
            <MenuItem icon={Play} onSelect={() => void act({ type: "ping", kind: "start" })}>
              Ping: start
            </MenuItem>
            <MenuItem icon={CircleX} onSelect={() => void act({ type: "ping", kind: "fail" })}>
              Ping: fail
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        {kind !== "alarm" && (
          <MenuItem icon={Copy} onSelect={() => void act({ type: "clone" })}>
            Clone
          </MenuItem>
        )}
        <MenuItem icon={Trash2} danger onSelect={remove}>
          Delete
        </MenuItem>
      </Menu>
    </>
  );
}
