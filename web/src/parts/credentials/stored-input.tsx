import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Field, useFieldTies } from "../../ui/field.tsx";
import type { CredentialField } from "./read-fields.ts";

interface StoredInputProps {
  readonly field: CredentialField;
  readonly isKept: boolean;
  readonly onKeep: (kept: boolean) => void;
  readonly error: string | null;
  /** The field to give it anew in. */
  readonly children: ReactNode;
}

/** A credential that is stored and never shown: it stays, or is given anew. */
export function StoredInput({ field, isKept, onKeep, error, children }: StoredInputProps) {
  if (!isKept) {
    return (
      <div className="grid gap-1.5">
        {children}
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-soft">
          <button type="button" className="link" onClick={() => onKeep(true)}>
            Keep what is stored
          </button>
          {!field.required && "Left empty, it is taken out."}
        </p>
      </div>
    );
  }
  return (
    <Field label={field.label} error={error}>
      <StoredValue label={field.label} onChange={() => onKeep(false)} />
    </Field>
  );
}

function StoredValue({ label, onChange }: { readonly label: string; readonly onChange: () => void }) {
  return (
    <div className="flex items-center gap-2">
      <div className="relative min-w-0 flex-1">
        <LockKeyhole aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-soft" />
        <input {...useFieldTies()} readOnly value="Stored, and not shown" className="input bg-sunken pl-8 text-soft" />
      </div>
      <Button onClick={onChange}>
        Change<span className="sr-only"> {label}</span>
      </Button>
    </div>
  );
}
