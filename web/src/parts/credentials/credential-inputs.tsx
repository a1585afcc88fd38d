import type { ReactNode } from "react";
import { Field } from "../../ui/field.tsx";
import { Fold } from "../../ui/fold.tsx";
import { Checkbox, Select, TextArea, TextInput } from "../../ui/inputs.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import type { CredentialField } from "./read-fields.ts";
import { RowsInput } from "./rows-input.tsx";
import { StoredInput } from "./stored-input.tsx";
import type { TypedCredentials } from "./write-credentials.ts";

interface CredentialInputsProps {
  readonly fields: readonly CredentialField[];
  readonly typed: TypedCredentials;
  readonly onType: (name: string, value: string | boolean) => void;
  /** What is wrong with a field, by its name. */
  readonly errorOf: (name: string) => string | null;
  /** Of an integration that has credentials: those are not shown, and stay unless they are given anew. */
  readonly stored?: StoredCredentials;
}

/** Credentials that are stored, by the first part of their fields' names. */
export interface StoredCredentials {
  readonly names: readonly string[];
  /** Those that stay as they are. */
  readonly kept: readonly string[];
  readonly onKeep: (name: string, kept: boolean) => void;
}

/** The form of a provider: what it needs, and the rest folded. */
export function CredentialInputs({ fields, typed, onType, errorOf, stored }: CredentialInputsProps) {
  const draw = (field: CredentialField): ReactNode => {
    const input = (
      <CredentialInput
        key={field.name}
        field={field}
        value={typed[field.name] ?? ""}
        onType={(value) => onType(field.name, value)}
        error={errorOf(field.name)}
      />
    );
    const name = topOf(field);
    if (stored?.names.includes(name) !== true) return input;
    const onKeep = (kept: boolean): void => stored.onKeep(name, kept);
    return (
      <StoredInput
        key={field.name}
        field={field}
        isKept={stored.kept.includes(name)}
        onKeep={onKeep}
        error={errorOf(field.name)}
      >
        {input}
      </StoredInput>
    );
  };
  // What is set belongs before one's eyes.
  const isFolded = (field: CredentialField): boolean => !field.shownFirst && !stored?.names.includes(topOf(field));
  const folded = fields.filter(isFolded);
  // What is wrong must be seen.
  const hasFault = folded.some(({ name }) => errorOf(name) !== null);
  return (
    <>
      {fields.filter((field) => !isFolded(field)).map(draw)}
      {folded.length > 0 && (
        <Fold title="More settings" open={hasFault}>
          {folded.map(draw)}
        </Fold>
      )}
    </>
  );
}

/** The credential that a field is or belongs to: `at` of `at.mobiles`. */
export function topOf({ name }: CredentialField): string {
  return name.split(".", 1)[0] ?? name;
}

interface CredentialInputProps {
  readonly field: CredentialField;
  readonly value: string | boolean;
  readonly onType: (value: string | boolean) => void;
  readonly error: string | null;
}

function CredentialInput({ field, value, onType, error }: CredentialInputProps) {
  const { label, hint, required, kind } = field;
  if (kind === "tick") {
    return (
      <Checkbox
        label={label}
        {...(hint !== null && { hint })}
        checked={value === true}
        onChange={(event) => onType(event.target.checked)}
      />
    );
  }
  if (kind === "rows" || kind === "entries") {
    return <RowsInput field={field} value={String(value)} onType={onType} error={error} />;
  }
  return (
    <Field
      label={label}
      hint={hint ?? undefined}
      error={error}
      required={required}
      optional={!required && field.shownFirst}
    >
      <Control field={field} value={String(value)} onType={onType} />
    </Field>
  );
}

function Control({ field, value, onType }: Omit<CredentialInputProps, "error"> & { readonly value: string }) {
  const shared = {
    value,
    placeholder: field.example ?? undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => onType(event.target.value),
    autoComplete: "off",
    spellCheck: false,
    autoCapitalize: "none",
  };
  switch (field.kind) {
    case "choice":
      return <ChoiceControl field={field} value={value} onType={onType} />;
    case "secret":
      // A password manager must not put the account's own password in.
      return <PasswordInput {...shared} autoComplete="new-password" />;
    case "number":
      return <TextInput {...shared} inputMode="numeric" className="max-w-32" />;
    case "list":
      return <TextArea {...shared} rows={2} className="min-h-9" />;
    case "text":
    case "pairs":
    case "json":
      return <TextArea {...shared} mono />;
    default:
      return <TextInput {...shared} />;
  }
}

function ChoiceControl({ field, value, onType }: Omit<CredentialInputProps, "error"> & { readonly value: string }) {
  return (
    <Select value={value} onChange={(event) => onType(event.target.value)}>
      <option value="">{field.required ? "Choose one" : "As usual"}</option>
      {field.choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </Select>
  );
}
