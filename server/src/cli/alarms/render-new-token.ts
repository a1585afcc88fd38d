import { renderPairs } from "../render-table.ts";
import type { NewTokenAnswer } from "./token-answer.ts";

/** What the API puts in place of the source. */
const ANY_SOURCE = "/v1/alarms/generic/";

/** A token that was just made, as lines for people. Without a source the address is that of any system. */
export function renderNewToken(
  { value, url, id, name }: NewTokenAnswer,
  source: string | undefined,
): readonly string[] {
  const address = source === undefined ? url : url.replace(ANY_SOURCE, `/v1/alarms/${source}/`);
  return [
    ...renderPairs([
      ["name", name],
      ["id", id],
      ["token", value],
      ["address", address],
    ]),
    "",
    "The token is shown this once. Give the whole address to the system that reports alarms.",
    ...(source === undefined ? ["In place of generic put the name of its source: watchbell alarms --help"] : []),
  ];
}
