import type { MessageEvent } from "../../../api/messages.ts";
import { EVENT_WORDS, EVENTS } from "../../../parts/message-status.tsx";
import { messageTitle } from "../../../parts/message-title.ts";
import { useMonitorNames } from "../../../parts/use-monitor-names.ts";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/inputs.tsx";
import { useFormatInstant } from "../../../ui/time.tsx";
import type { About, AboutChoice } from "./use-about.ts";

/** What the preview tells of. */
export function AboutField({ about: { past, chosen, choose } }: { readonly about: About }) {
  const names = useMonitorNames();
  const format = useFormatInstant();
  const choices = new Map<string, AboutChoice>([
    ...past.map(({ id }) => [`message ${id}`, { type: "message", id }] as const),
    ...EVENTS.map((event) => [`sample ${event}`, { type: "sample", event }] as const),
  ]);
  return (
    <Field label="Show it for">
      <Select
        value={chosen.type === "sample" ? `sample ${chosen.event}` : `message ${chosen.id}`}
        onChange={(event) => {
          const choice = choices.get(event.target.value);
          if (choice !== undefined) choose(choice);
        }}
      >
        {past.length > 0 && (
          <optgroup label="What really happened">
            {past.map((message) => (
              <option key={message.id} value={`message ${message.id}`}>
                {messageTitle(message, names)}, {format(message.createdAt)}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Samples">
          {EVENTS.map((event: MessageEvent) => (
            <option key={event} value={`sample ${event}`}>
              {EVENT_WORDS[event]} (a sample)
            </option>
          ))}
        </optgroup>
      </Select>
    </Field>
  );
}
