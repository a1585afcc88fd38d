import { useBlocker } from "@tanstack/react-router";
import { type SubmitEvent, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ApiError, messageOf } from "../api/api-error.ts";
import { useDashboard } from "../api/dashboard-context.tsx";

interface FormOptions<Values> {
  /** What the fields hold at first; a saved form begins anew with what it holds then. */
  readonly initial: Values;
  /** Says what is wrong before anything is sent, by the name of the field; empty when nothing is. */
  readonly check?: (values: Values) => Partial<Record<string, string>>;
  /** Sends it; what it throws is shown, and nothing that was typed is lost. */
  readonly save: (values: Values) => Promise<unknown>;
  /** False where nothing is lost by leaving, as at the log-in; true unless told. */
  readonly warns?: boolean;
}

/** A form: what its fields hold, what is wrong with them, and how it is saved. */
export interface FormState<Values> {
  readonly values: Values;
  readonly set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  /** What is wrong with a field, by its name here or by the API's (`schedule.cron`, `integrations.0.name`). */
  readonly errorOf: (...names: readonly string[]) => string | null;
  /** What is wrong with the form as a whole, or with a field that it does not show. */
  readonly problem: string | null;
  readonly busy: boolean;
  readonly isDirty: boolean;
  /** It holds something that leaving would lose. */
  readonly isUnsaved: boolean;
  /** For `<form onSubmit>`. */
  readonly submit: (event?: SubmitEvent<HTMLFormElement>) => void;
  readonly reset: (values?: Values) => void;
  /** Takes back what was said of a field that is not among the values by its own name. */
  readonly clear: (field: string) => void;
}

/**
 * Holds a form. What was typed stays when saving fails; an error of the API goes to the field that it names; leaving the page
 * or reloading it with unsaved changes asks first.
 */
export function useForm<Values extends object>({
  initial,
  check,
  save,
  warns = true,
}: FormOptions<Values>): FormState<Values> {
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** A save that begins the form anew has said what it holds. */
  const resets = useRef(0);
  const isDirty = JSON.stringify(values) !== JSON.stringify(start);
  const isUnsaved = warns && isDirty;
  useWarnBeforeLeaving(isUnsaved && !busy);
  useUnsaved(isUnsaved);

  const send = async (fields: ParentNode): Promise<void> => {
    const found = check?.(values) ?? {};
    setProblem(null);
    // The errors are drawn first; then the first wrong field is where the reader goes on.
    flushSync(() => setErrors(found));
    if (Object.keys(found).length > 0) {
      focusFirstInvalid(fields);
      return;
    }
    setBusy(true);
    const before = resets.current;
    try {
      await save(values);
      if (resets.current === before) setStart(values);
    } catch (error) {
      const field = error instanceof ApiError ? error.field : null;
      if (field !== null) flushSync(() => setErrors({ [field]: besideField(messageOf(error), field) }));
      // A field that the form does not show cannot say it.
      if (field === null || !focusFirstInvalid(fields)) setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const set = useCallback<FormState<Values>["set"]>((name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => withoutField(before, String(name)));
  }, []);
  return {
    values,
    set,
    errorOf: (...names) => names.map((name) => errorUnder(errors, name)).find((text) => text !== null) ?? null,
    problem,
    busy,
    isDirty,
    isUnsaved,
    submit: (event) => {
      event?.preventDefault();
      if (busy) return;
      // What it meets is shown in the form; what is wrong in another form of the page is none of its business.
      void send(event?.currentTarget ?? document);
    },
    reset: (next = start) => {
      resets.current++;
      setStart(next);
      setValues(next);
      setErrors({});
      setProblem(null);
    },
    clear: useCallback((field) => setErrors((before) => withoutField(before, field)), []),
  };
}

/** Asks before unsaved changes are lost, when the page is left and when it is reloaded. */
function useWarnBeforeLeaving(isDirty: boolean): void {
  useBlocker({
    shouldBlockFn: () => isDirty && !window.confirm("Leave without saving? What you changed here will be lost."),
    enableBeforeUnload: () => isDirty,
  });
}

/** Counts the form among those that hold something typed: when the session ends meanwhile, it is not lost. */
function useUnsaved(isDirty: boolean): void {
  const { unsaved } = useDashboard();
  useEffect(() => (isDirty ? unsaved.hold() : undefined), [unsaved, isDirty]);
}

/** What the API says of a field, where it stands beside that: what a request calls it means nothing to whoever fills a form in. */
export function besideField(message: string, field: string): string {
  const name = `"${field}" `;
  return message.startsWith(name) ? `This ${message.slice(name.length)}` : message;
}

/** The error of a field or of a part of it: `schedule` also has what is said of `schedule.cron`. */
export function errorUnder(errors: Partial<Record<string, string>>, name: string): string | null {
  const [found] = Object.entries(errors).filter(([field]) => field === name || field.startsWith(`${name}.`));
  return found?.[1] ?? null;
}

function withoutField(errors: Partial<Record<string, string>>, name: string): Partial<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(errors).filter(([field]) => field !== name && !field.startsWith(`${name}.`)),
  );
}

/** False when nothing says that it is wrong. */
function focusFirstInvalid(fields: ParentNode): boolean {
  const field = fields.querySelector<HTMLElement>("[aria-invalid=true], [data-takes-focus]");
  field?.focus();
  return field !== null;
}
