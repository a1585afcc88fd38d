import type { AlarmRequest } from "../contract.ts";

/** A body as a value: JSON, or a form with one text a name, a list where a name is repeated. */
export type Payload =
  | { readonly kind: "json" | "form"; readonly value: unknown }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Reads a body as what it is, whatever it is announced as: many systems announce JSON as text, and forms as nothing.
 * A form is decoded once; a percent sign that begins no code stays as it is.
 */
export function readPayload({ headers, body }: AlarmRequest): Payload {
  const text = decodeUtf8(body);
  if (text === null) return { kind: "unreadable", reason: "The body is not UTF-8." };
  if (text.trim() === "") return { kind: "unreadable", reason: "The body is empty." };
  const isForm = headers["content-type"]?.toLowerCase().includes("x-www-form-urlencoded") === true;
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: "json", value: JSON.parse(text) };
    } catch {
      if (!isForm) return { kind: "unreadable", reason: "The body begins like JSON but is none." };
    }
  }
  if (isForm || /^[^\s=&]+=/.test(text)) return { kind: "form", value: parseForm(text) };
  return { kind: "unreadable", reason: "The body is neither JSON nor a form." };
}

/** The text of a body; null when it is not UTF-8. */
export function decodeUtf8(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function parseForm(text: string): Readonly<Record<string, string | readonly string[]>> {
  const all = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text.trim())) {
    const values = all.get(name);
    if (values) values.push(value);
    else all.set(name, [value]);
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]));
}
