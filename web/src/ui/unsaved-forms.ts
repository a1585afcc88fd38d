import { createContext, use, useCallback, useEffect, useId, useState } from "react";

type Report = (form: string, isUnsaved: boolean) => void;

/** Where the forms in a dialog say that they hold something that is not saved. */
export const UnsavedContext = createContext<Report | null>(null);

/** Gathers what the forms in a dialog say. */
export function useUnsavedForms(isUnsaved: boolean): { readonly isUnsaved: boolean; readonly report: Report } {
  const [forms, setForms] = useState<readonly string[]>([]);
  const report = useCallback<Report>((form, holds) => {
    setForms((before) => [...before.filter((each) => each !== form), ...(holds ? [form] : [])]);
  }, []);
  return { isUnsaved: isUnsaved || forms.length > 0, report };
}

/** Says to the dialog around it whether a form holds something that is not saved; elsewhere nobody asks. */
export function useReportUnsaved(isUnsaved: boolean): void {
  const report = use(UnsavedContext);
  const form = useId();
  useEffect(() => {
    if (!isUnsaved) return;
    report?.(form, true);
    return () => report?.(form, false);
  }, [report, form, isUnsaved]);
}
