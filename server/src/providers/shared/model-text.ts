import { describeEvent } from "../../route/describe-event.ts";
import { expandTemplate } from "../../route/template.ts";
import { variablesOf } from "../../route/variables.ts";
import type { RenderInput } from "../contract.ts";

/** A model with its variables filled in; when nothing is left of it the event's title, because no service takes an empty text. */
export function modelText(
  { event, facts }: RenderInput,
  model: string,
  escapeValue: (value: string) => string,
): string {
  const text = expandTemplate(model, variablesOf(event, facts), escapeValue);
  return text.trim() === "" ? escapeValue(describeEvent(event, facts).title) : text;
}
