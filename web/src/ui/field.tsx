import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, use, useId } from "react";

/** What ties a control to its label, its hint and its error. */
interface FieldTies {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-required": true | undefined;
}

const FieldContext = createContext<FieldTies | null>(null);

/** The ties of the field around a control; nothing outside a field. */
export function useFieldTies(): Partial<FieldTies> {
  return use(FieldContext) ?? {};
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong, in words; shown under the control and read with it. */
  readonly error?: string | null | undefined;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly children: ReactNode;
}

/** A label, one control, a hint and what is wrong with it. */
export function Field({ label, hint, error, required = false, optional = false, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== "";
  const describedBy = [hint !== undefined && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(" ");
  const ties: FieldTies = {
    id,
    "aria-describedby": describedBy === "" ? undefined : describedBy,
    "aria-invalid": hasError || undefined,
    "aria-required": required || undefined,
  };
  return (
    <div className="grid min-w-0 grid-cols-1 content-start gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="font-normal text-soft"> (optional)</span>}
      </label>
      <FieldContext value={ties}>{children}</FieldContext>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {hasError && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

interface FieldErrorProps {
  readonly id?: string;
  /** In a form it is where the reader goes on: for what is wrong with several controls, or with none. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

/** What is wrong with something, in words and with a sign. */
export function FieldError({ id, takesFocus = false, children }: FieldErrorProps) {
  return (
    <p
      id={id}
      {...(takesFocus && { tabIndex: -1, "data-takes-focus": "" })}
      className="flex items-start gap-1.5 text-down text-sm"
    >
      <CircleAlert aria-hidden size={15} className="mt-0.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
