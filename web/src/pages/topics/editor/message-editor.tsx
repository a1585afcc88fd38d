import { useRef, useState } from "react";
import { Field } from "../../../ui/field.tsx";
import { RadioGroup, TextArea } from "../../../ui/inputs.tsx";
import { AboutField } from "./about-field.tsx";
import type { EditorSubject, EditorValues } from "./editor-values.ts";
import { insertVariable } from "./insert-variable.ts";
import { MessagePreview } from "./message-preview.tsx";
import { useAbout } from "./use-about.ts";
import { usePreview } from "./use-preview.ts";
import { VariableList } from "./variable-list.tsx";

/** What a text of one's own begins with. */
const FIRST_TEXT = "$name is $status: $reason\n$url";

interface MessageEditorProps {
  readonly subject: EditorSubject;
  readonly values: EditorValues;
  readonly error: string | null;
  readonly isSaving: boolean;
  readonly onModel: (model: string | null) => void;
}

/** The words of a message: the default ones or one's own with variables, beside what comes out of them. */
export function MessageEditor({ subject, values, error, isSaving, onModel }: MessageEditorProps) {
  const { model } = values;
  const area = useRef<HTMLTextAreaElement>(null);
  // What was written comes back when somebody looks at the default in between.
  const [own, setOwn] = useState(model ?? FIRST_TEXT);
  const about = useAbout(subject.topic);
  const preview = usePreview({ subject, values, about: about.chosen, isSaving });
  const write = (text: string): void => {
    setOwn(text);
    onModel(text);
  };
  const insert = (name: string): void => {
    const field = area.current;
    if (field === null || model === null) return;
    const { text, caret } = insertVariable(model, { start: field.selectionStart, end: field.selectionEnd }, name);
    write(text);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(caret, caret);
    });
  };
  return (
    <div className="grid gap-x-8 gap-y-5 xl:grid-cols-2">
      <div className="grid content-start gap-4">
        <RadioGroup
          label="The text"
          name="model"
          value={model === null ? "default" : "own"}
          onChange={(choice) => onModel(choice === "default" ? null : own)}
          choices={[
            { value: "default", label: "A good default for each event" },
            { value: "own", label: "A text of its own, the same for all events" },
          ]}
        />
        {model !== null && (
          <Field
            label="Text"
            hint="$name and the like are replaced by what they stand for. $$ is a dollar."
            error={error}
            required
          >
            <TextArea
              ref={area}
              mono
              value={model}
              maxLength={40_000}
              onChange={(event) => write(event.target.value)}
              className="min-h-32"
            />
          </Field>
        )}
        {model !== null && <VariableList variables={preview.data?.variables} onInsert={insert} />}
      </div>
      <div className="grid content-start gap-4">
        <AboutField about={about} />
        <MessagePreview preview={preview} provider={subject.provider.kind} hasOwnText={model !== null} />
      </div>
    </div>
  );
}
