import { z } from "zod";

/** A word that a robot wants to see in every message, else it drops it. */
export const RobotKeyword = z
  .string()
  .regex(/^\P{Cc}{1,50}$/u, "must be one line of at most 50 characters")
  .meta({ title: "Keyword", description: "When the robot wants a word in every message." });

/** Puts the keyword before a text that does not hold it. */
export function withKeyword(text: string, keyword: string | undefined, separator: string): string {
  return keyword === undefined || text.includes(keyword) ? text : `${keyword}${separator}${text}`;
}
