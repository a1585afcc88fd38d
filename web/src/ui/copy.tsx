import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button.tsx";

const SAID_FOR_MS = 2_000;

/** A button that copies a text and says that it did. */
export function CopyButton({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) {
  const [state, setState] = useState<"ready" | "copied" | "failed">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => setState((await copyText(text)) ? "copied" : "failed");
  const words = { ready: label, copied: "Copied", failed: "The browser does not allow it: select and copy by hand" };
  return (
    <>
      <IconButton
        icon={state === "copied" ? Check : Copy}
        label={words[state]}
        size="small"
        onClick={() => void copy()}
      />
      <span aria-live="polite" className="sr-only">
        {state === "ready" ? "" : words[state]}
      </span>
    </>
  );
}

/** A value that is there to be copied, such as an address or a key. However long it is, it takes the room that there is. */
export function CopyField({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <div className="flex items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5">
      <code title={value} className="w-0 flex-1 select-all truncate font-mono text-sm">
        {value}
      </code>
      <CopyButton text={value} label={`Copy ${label}`} />
    </div>
  );
}

/** Several lines of code, scrolled sideways and copied whole. */
export function CodeBlock({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section tabIndex={0} aria-label={label} className="overflow-x-auto">
        <pre className="w-max py-2.5 pr-11 pl-3 font-mono text-sm pointer-coarse:py-4 pointer-coarse:pr-14">
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
    </div>
  );
}

/** Copies a text; over plain http browsers only know the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  const before = document.activeElement;
  // Inside an open dialog, the focus may not leave it.
  (before?.closest("[role=dialog]") ?? document.body).append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
