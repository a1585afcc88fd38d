import { useApi } from "../../api/dashboard-context.tsx";
import type { Key, NewKey } from "../../api/keys.ts";
import { useProject } from "../../api/use-session.ts";
import { OnceDialog } from "../../parts/once-dialog.tsx";
import { useReadAnew } from "../../parts/use-action.ts";
import { CopyField } from "../../ui/copy.tsx";
import { Form } from "../../ui/form.tsx";
import { RadioGroup } from "../../ui/inputs.tsx";
import { LineField } from "../../ui/line-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useForm } from "../../ui/use-form.ts";
import { keyKindsToMake, keyKindWords } from "./key-kinds.ts";

interface NewKeyDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes a key, then shows its value. */
export function NewKeyDialog({ open, onClose }: NewKeyDialogProps) {
  return (
    <OnceDialog<NewKey>
      open={open}
      onClose={onClose}
      title="New key"
      shown={(made) => ({ title: `${made.name} is made`, content: <MadeKey made={made} /> })}
    >
      {(onMade) => <NewKeyForm onMade={onMade} />}
    </OnceDialog>
  );
}

function NewKeyForm({ onMade }: { readonly onMade: (key: NewKey) => void }) {
  const api = useApi();
  const project = useProject();
  const readAnew = useReadAnew();
  const initial: { readonly kind: Key["kind"]; readonly name: string } = { kind: "ping", name: "" };
  const form = useForm({
    initial,
    save: async ({ kind, name }) => {
      const key = await api.post<NewKey>("/keys", { body: { kind, ...(name.trim() !== "" && { name: name.trim() }) } });
      await readAnew("keys");
      onMade(key);
    },
  });
  return (
    <Form form={form} action="Make key">
      <LineField
        form={form}
        name="name"
        label="Name"
        hint="Who uses it, such as: backup server."
        autoComplete="off"
        maxLength={100}
        optional
      />
      <RadioGroup
        label="Kind"
        name="key-kind"
        value={form.values.kind}
        onChange={(kind) => form.set("kind", kind)}
        choices={keyKindsToMake(project.role).map(({ kind, label, purpose }) => ({
          value: kind,
          label,
          hint: purpose,
        }))}
      />
    </Form>
  );
}

function MadeKey({ made }: { readonly made: NewKey }) {
  return (
    <>
      {keyKindWords(made.kind).canBeShown ? (
        <p className="text-soft">You can look it up here again.</p>
      ) : (
        <Notice tone="careful">Copy it now: it is never shown again.</Notice>
      )}
      <CopyField value={made.value} label="the key" />
    </>
  );
}
