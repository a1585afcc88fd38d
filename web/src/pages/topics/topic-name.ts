/** What is wrong with one half of a topic's name; null: nothing. The server has the last word. */
export function partFault(typed: string): string | null {
  const part = typed.trim();
  if (part === "") return "Give it a name.";
  if (/[+/]/.test(part)) return "Leave + and / out: + joins the halves of the name, / those of an address.";
  return part.length > 100 ? "At most 100 characters." : null;
}
