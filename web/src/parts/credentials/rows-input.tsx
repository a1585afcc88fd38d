import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Field, FieldError } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/inputs.tsx";
import type { CredentialField, RowColumn } from "./read-fields.ts";
import { readRows, type TypedRow, writeRows } from "./typed-rows.ts";

interface RowsInputProps {
  readonly field: CredentialField;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly error: string | null;
}

/** Several of the same few fields, one row under the other. */
export function RowsInput({ field, value, onType, error }: RowsInputProps) {
  const { label, hint, required, columns = [] } = field;
  const id = useId();
  const rows = readRows(value);
  const change = (index: number, row: TypedRow): void => onType(writeRows(rows.with(index, row)));
  return (
    <fieldset className="grid content-start gap-2" aria-describedby={hint === null ? undefined : `${id}-hint`}>
      <legend className="mb-1 font-medium text-sm">
        {label}
        {!required && field.shownFirst && <span className="font-normal text-soft"> (optional)</span>}
      </legend>
      {rows.length > 0 && (
        <ul className="grid gap-2">
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else that tells it from another.
            <li key={index} className="flex items-start gap-2 rounded-md bg-sunken p-2">
              <Row columns={columns} row={row} onChange={(next) => change(index, next)} />
              <IconButton
                icon={X}
                label={`Remove row ${index + 1} of ${label}`}
                onClick={() => onType(writeRows(rows.toSpliced(index, 1)))}
              />
            </li>
          ))}
        </ul>
      )}
      <Button icon={Plus} size="small" className="justify-self-start" onClick={() => onType(writeRows([...rows, {}]))}>
        Add<span className="sr-only"> to {label}</span>
      </Button>
      {hint !== null && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error !== null && <FieldError takesFocus>{error}</FieldError>}
    </fieldset>
  );
}

interface RowProps {
  readonly columns: readonly RowColumn[];
  readonly row: TypedRow;
  readonly onChange: (row: TypedRow) => void;
}

function Row({ columns, row, onChange }: RowProps) {
  return (
    <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
      {columns.map((column) => {
        const shared = {
          value: row[column.name] ?? "",
          onChange: (event: { readonly target: { readonly value: string } }) =>
            onChange({ ...row, [column.name]: event.target.value }),
        };
        return (
          <Field key={column.name} label={column.label} required={column.required}>
            {column.choices.length > 0 ? (
              <Select {...shared}>
                <option value="">Choose one</option>
                {column.choices.map((choice) => (
                  <option key={choice}>{choice}</option>
                ))}
              </Select>
            ) : (
              <TextInput {...shared} autoComplete="off" autoCapitalize="none" spellCheck={false} />
            )}
          </Field>
        );
      })}
    </div>
  );
}
