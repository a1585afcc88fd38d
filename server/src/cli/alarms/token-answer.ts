import { z } from "zod";
import type { ApiClient } from "../api-client.ts";
import { CliFault } from "../cli-fault.ts";
import { parseAnswer } from "../parse-answer.ts";
import { plainText } from "../plain-text.ts";
import { topicPath } from "../topic-name.ts";

/** What the commands use of an alarm token as the API shows it; a newer server may say more. */
export const TokenAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  allow: z.array(z.string()),
  mapping: z.unknown(),
  eventPairs: z.array(z.unknown()).optional(),
  signature: z.unknown(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type TokenAnswer = z.output<typeof TokenAnswer>;

const TokenList = z.looseObject({ tokens: z.array(TokenAnswer) });

/** A token that was just made: the only time that its value shows. */
export const NewTokenAnswer = TokenAnswer.extend({ value: z.string(), url: z.string() });
export type NewTokenAnswer = z.output<typeof NewTokenAnswer>;

/** The address of a topic's tokens in the API. */
export function tokensPath(topic: string): string {
  return `${topicPath(topic)}/alarm-tokens`;
}

/** Fetches the tokens of a topic that work. */
export async function fetchTokens(api: ApiClient, topic: string): Promise<readonly TokenAnswer[]> {
  return parseAnswer(TokenList, await api.call({ method: "GET", path: tokensPath(topic) })).tokens;
}

/** Finds a token of a topic by its id, or by its name where only one has it. */
export async function fetchToken(api: ApiClient, topic: string, wanted: string): Promise<TokenAnswer> {
  const tokens = await fetchTokens(api, topic);
  const found = tokens.filter(({ id }) => id === wanted);
  const named = found.length > 0 ? found : tokens.filter(({ name }) => name === wanted);
  const [token] = named;
  if (token === undefined) {
    throw new CliFault(
      `${topic} has no alarm token ${JSON.stringify(wanted)}.`,
      `See which there are: watchbell alarms tokens ${topic}`,
    );
  }
  if (named.length === 1) return token;
  const ids = named.map(({ id, hint, expiresAt }) => `${id} (${hint}…${expiresAt === null ? "" : ", rotated"})`);
  throw new CliFault(
    `${named.length} alarm tokens of ${topic} have the name ${JSON.stringify(wanted)}.`,
    plainText(`Say which by its id: ${ids.join(", ")}.`),
  );
}
