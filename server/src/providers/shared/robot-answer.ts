import { z } from "zod";
import type { HttpResult } from "../../lib/http-client.ts";
import type { SendResult } from "../contract.ts";
import { type Codes, outcomeOfCode, wordsOf } from "./code-outcome.ts";
import { answerText, outcomeOf } from "./http-outcome.ts";
import { readAnswer } from "./read-answer.ts";

/** The code and the words of an answer, under the names that a service has for them. */
export interface Verdict {
  readonly code: number;
  readonly text: string;
}

/** The answer of DingTalk and WeCom. */
export const ErrcodeAnswer = z
  .object({ errcode: z.number(), errmsg: z.string().optional() })
  .transform(({ errcode, errmsg }): Verdict => ({ code: errcode, text: errmsg ?? "" }));

/**
 * What a robot of a Chinese chat answers: 200 whatever became of the message, with a code in the body. Only 0 is
 * success; a code that nobody knows is tried again.
 */
export function outcomeOfRobot(
  result: HttpResult,
  now: number,
  robot: { readonly service: string; readonly Answer: z.ZodType<Verdict>; readonly codes: Codes },
): SendResult {
  const outcome = outcomeOf(result, now);
  if (result.kind === "failed") return outcome;
  const { service, Answer, codes } = robot;
  const verdict = readAnswer(Answer, result.body);
  const answer = answerText(result);
  if (verdict === null) {
    if (outcome.kind !== "delivered") return outcome;
    return {
      kind: "unknown",
      reason: `The answer was ${result.status}, but without the code that ${service} gives.`,
      answer,
    };
  }
  if (verdict.code === 0) return outcome;
  const said = { service, code: String(verdict.code), text: verdict.text };
  const known = outcomeOfCode(said, codes, result, now);
  if (known !== null) return known;
  if (outcome.kind !== "delivered") return outcome;
  return { kind: "retry", reason: `${service} did not take the message: ${wordsOf(said)}.`, answer };
}
