import type { CliContext } from "./context.ts";

/** Colours a cell by the status that it shows; the word is there in any case. */
export function colourStatus(context: Pick<CliContext, "paint">, status: string, cell: string): string {
  switch (status) {
    case "up":
    case "delivered":
    case "accepted":
    case "ok":
      return context.paint("green", cell);
    case "late":
    case "waiting":
    case "warn":
      return context.paint("yellow", cell);
    case "down":
    case "dead":
    case "fail":
      return context.paint("red", cell);
    default:
      return context.paint("gray", cell);
  }
}
