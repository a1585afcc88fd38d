import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/inputs.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import type { FormState } from "../../ui/use-form.ts";

interface FieldProps<Values> {
  readonly form: Pick<FormState<Values>, "values" | "set" | "errorOf">;
  /** For `ref`: where one begins to type. */
  readonly focus?: (element: HTMLElement | null) => void;
}

/** What somebody is called; asked of those who make an account. */
export function NameField({ form, focus }: FieldProps<{ readonly name: string }>) {
  return (
    <Field label="Your name" hint="What others see beside what you did." error={form.errorOf("name")} optional>
      <TextInput
        ref={focus}
        autoComplete="name"
        value={form.values.name}
        onChange={(event) => form.set("name", event.target.value)}
      />
    </Field>
  );
}

/** The e-mail that somebody logs in with. */
export function EmailField({ form, focus }: FieldProps<{ readonly email: string }>) {
  return (
    <Field label="E-mail" error={form.errorOf("email")} required>
      <TextInput
        ref={focus}
        type="email"
        autoComplete="username"
        value={form.values.email}
        onChange={(event) => form.set("email", event.target.value)}
      />
    </Field>
  );
}

/** The password that somebody logs in with. */
export function PasswordField({ form }: FieldProps<{ readonly password: string }>) {
  return (
    <Field label="Password" error={form.errorOf("password")} required>
      <PasswordInput
        autoComplete="current-password"
        value={form.values.password}
        onChange={(event) => form.set("password", event.target.value)}
      />
    </Field>
  );
}

/** A password that is chosen now. */
export function NewPasswordField({ form, focus }: FieldProps<{ readonly password: string }>) {
  return (
    <Field
      label="Password"
      hint="At least 10 characters; a few words that only you would put together."
      error={form.errorOf("password")}
      required
    >
      <PasswordInput
        ref={focus}
        autoComplete="new-password"
        value={form.values.password}
        onChange={(event) => form.set("password", event.target.value)}
      />
    </Field>
  );
}

/** Says which of the fields of a log-in are empty. */
export function checkFilled(values: {
  readonly email?: string;
  readonly password?: string;
}): Partial<Record<string, string>> {
  return {
    ...(values.email?.trim() === "" && { email: "Type your e-mail." }),
    ...(values.password === "" && { password: "Type a password." }),
  };
}
