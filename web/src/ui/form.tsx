import type { ReactNode } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import { FieldError } from "./field.tsx";
import { useReportUnsaved } from "./unsaved-forms.ts";
import type { FormState } from "./use-form.ts";

interface FormProps<Values> {
  readonly form: FormState<Values>;
  /** The verb on the button, such as "Create monitor". */
  readonly action: string;
  /** `danger` where something is lost by it; `primary` unless told. */
  readonly look?: ButtonLook;
  /** Beside the button: a way out. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The fields of a form, what is wrong with it as a whole, and its button. */
export function Form<Values>({ form, action, look = "primary", aside, children }: FormProps<Values>) {
  useReportUnsaved(form.isUnsaved);
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-5">
      {children}
      <div role="alert" className="empty:hidden">
        {form.problem !== null && <FieldError>{form.problem}</FieldError>}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={look} busy={form.busy}>
          {action}
        </Button>
        {aside}
      </div>
    </form>
  );
}
