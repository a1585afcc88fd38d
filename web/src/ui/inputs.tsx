import { ChevronsUpDown } from "lucide-react";
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classNames } from "../lib/class-names.ts";
import { useFieldTies } from "./field.tsx";

/** One line of text. */
export function TextInput({ className, ...rest }: ComponentPropsWithRef<"input">) {
  return <input type="text" {...useFieldTies()} {...rest} className={classNames("input", className)} />;
}

interface TextAreaProps extends ComponentPropsWithRef<"textarea"> {
  /** Code, templates and bodies are read by their columns. */
  readonly mono?: boolean;
}

/** Several lines of text; it grows with what is typed. */
export function TextArea({ className, mono = false, ...rest }: TextAreaProps) {
  const look = classNames("input field-sizing-content max-h-[60vh] min-h-20", mono && "font-mono text-sm", className);
  return <textarea {...useFieldTies()} {...rest} className={look} />;
}

/** One of a few known choices: the browser's own list, which every phone and screen reader knows. */
export function Select({ className, ...rest }: ComponentPropsWithRef<"select">) {
  return (
    <span className={classNames("relative block w-full min-w-0", className)}>
      <select {...useFieldTies()} {...rest} className="input appearance-none truncate pr-8" />
      <ChevronsUpDown
        aria-hidden
        size={15}
        className="pointer-events-none absolute inset-y-0 right-2 my-auto text-soft"
      />
    </span>
  );
}

interface TickProps extends Omit<ComponentPropsWithRef<"input">, "type" | "children"> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
}

/** A box to tick, with its words beside it. */
export function Checkbox(props: TickProps) {
  return <Tick {...props} type="checkbox" shape="mt-0.5 size-4 shrink-0 accent-solid" />;
}

interface RadioGroupProps<Value extends string> {
  readonly label: ReactNode;
  readonly name: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode; readonly hint?: ReactNode }[];
}

/** A few choices that are all shown. */
export function RadioGroup<Value extends string>({ label, name, value, onChange, choices }: RadioGroupProps<Value>) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium text-sm">{label}</legend>
      {choices.map((choice) => (
        <Tick
          key={choice.value}
          type="radio"
          shape="mt-0.5 size-4 shrink-0 accent-solid"
          name={name}
          checked={choice.value === value}
          onChange={() => onChange(choice.value)}
          label={choice.label}
          hint={choice.hint}
        />
      ))}
    </fieldset>
  );
}

function Tick({
  label,
  hint,
  shape,
  className,
  ...rest
}: ComponentPropsWithRef<"input"> & TickProps & { readonly shape: string }) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <div className={classNames("flex items-start gap-2 pointer-coarse:py-1.5", className)}>
      <input {...rest} id={id} className={shape} aria-describedby={hint === undefined ? undefined : `${id}-hint`} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
