import { useState } from "react";
import { useApi } from "../../api/dashboard-context.tsx";
import { useReadAnew } from "../../parts/use-action.ts";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { TextArea } from "../../ui/inputs.tsx";
import { useForm } from "../../ui/use-form.ts";

/** Writes a note on an incident; it stands in its story at once. */
export function NoteForm({ incidentId }: { readonly incidentId: string }) {
  const [written, setWritten] = useState(0);
  return <NoteFields key={written} incidentId={incidentId} onSaved={() => setWritten((count) => count + 1)} />;
}

function NoteFields({ incidentId, onSaved }: { readonly incidentId: string; readonly onSaved: () => void }) {
  const api = useApi();
  const readAnew = useReadAnew();
  const form = useForm({
    initial: { text: "" },
    check: ({ text }) => (text.trim() === "" ? { text: "Write down what you found or did." } : {}),
    save: async (body) => {
      await api.post(`/incidents/${encodeURIComponent(incidentId)}/notes`, { body });
      await readAnew("incident");
      onSaved();
    },
  });
  return (
    <Form form={form} action="Add note">
      <Field label="Note" hint="What you found, what you did, what is left to do." error={form.errorOf("text")}>
        <TextArea
          value={form.values.text}
          onChange={(event) => form.set("text", event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
          }}
        />
      </Field>
    </Form>
  );
}
