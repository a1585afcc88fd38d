import { ArrowDown, ArrowUp, LayoutList, X } from "lucide-react";
import { useMemo, useState } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { type Choice, Combobox } from "../../../ui/combobox.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextInput } from "../../../ui/inputs.tsx";
import { type Groups, moveBy, moveGroup, moveTo, placeOf } from "./arrange.ts";
import { PlaceRow } from "./place-row.tsx";

interface GroupsEditorProps {
  readonly groups: Groups;
  readonly monitors: readonly Choice[];
  readonly onChange: (groups: Groups) => void;
}

/** Chooses the monitors of a status page and arranges them in groups, by keyboard and by pointer. */
export function GroupsEditor({ groups, monitors, onChange }: GroupsEditorProps) {
  const [said, setSaid] = useState("");
  const names = useMemo(() => new Map(monitors.map(({ value, label }) => [value, label])), [monitors]);
  const free = useMemo(() => monitors.filter(({ value }) => placeOf(groups, value) === null), [monitors, groups]);
  const nameOf = (id: string): string => names.get(id) ?? "a monitor that is gone";
  const change = (at: number, next: Partial<Groups[number]>): void =>
    onChange(groups.map((group, index) => (index === at ? { ...group, ...next } : group)));
  const step = (monitor: string, by: -1 | 1): void => {
    const next = moveBy(groups, monitor, by);
    const place = placeOf(next, monitor);
    const group = place && next[place.group];
    if (place === null || group === null || group === undefined) return;
    onChange(next);
    const where = group.name || `group ${place.group + 1}`;
    setSaid(`${nameOf(monitor)} is number ${place.index + 1} of ${group.monitors.length} in ${where}.`);
  };
  if (groups.length === 0) {
    return (
      <p className="card flex items-center gap-2.5 p-4 text-soft">
        <LayoutList aria-hidden size={18} className="shrink-0" />
        No monitor is shown yet. Add a group, then choose its monitors.
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has nothing but its place until it is saved.
        <fieldset key={at} className="card grid gap-3 p-4">
          <legend className="sr-only">{group.name || `Group ${at + 1}`}</legend>
          <div className="flex items-end gap-1">
            <div className="flex-1">
              <Field label="Heading" optional>
                <TextInput
                  value={group.name ?? ""}
                  maxLength={100}
                  onChange={(event) => change(at, { name: event.target.value })}
                />
              </Field>
            </div>
            <IconButton
              icon={ArrowUp}
              label="Move the group up"
              disabled={at === 0}
              onClick={() => onChange(moveGroup(groups, at, -1))}
            />
            <IconButton
              icon={ArrowDown}
              label="Move the group down"
              disabled={at === groups.length - 1}
              onClick={() => onChange(moveGroup(groups, at, 1))}
            />
            <IconButton icon={X} label="Take the group out" onClick={() => onChange(groups.toSpliced(at, 1))} />
          </div>
          <ol className="grid gap-1.5 empty:hidden">
            {group.monitors.map((shown, index) => (
              <PlaceRow
                key={shown.monitor}
                shown={shown}
                name={nameOf(shown.monitor)}
                place={{ group: at, index }}
                onRename={(name) =>
                  change(at, { monitors: group.monitors.with(index, { monitor: shown.monitor, name }) })
                }
                onRemove={() => change(at, { monitors: group.monitors.toSpliced(index, 1) })}
                onStep={(by) => step(shown.monitor, by)}
                onMoveTo={(place) => onChange(moveTo(groups, shown.monitor, place))}
              />
            ))}
          </ol>
          <Field label="Add a monitor">
            <Combobox
              // A choice goes into the list above, and the field begins anew.
              key={group.monitors.length}
              choices={free}
              value={null}
              placeholder="Type a part of its name"
              empty="Every monitor that fits is on the page."
              onChange={(monitor) => {
                if (monitor !== null) change(at, { monitors: [...group.monitors, { monitor, name: null }] });
              }}
            />
          </Field>
        </fieldset>
      ))}
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
    </div>
  );
}
