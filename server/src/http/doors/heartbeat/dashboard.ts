import type { Context } from "hono";
import { showHeartbeatBoard } from "../../../actions/show-heartbeat-board.ts";
import { BOARD_COLUMNS, type BoardSort, DEFAULT_SORT, sortBoard } from "../../../actions/sort-board.ts";
import { htmlAnswer } from "../../html-answer.ts";
import { admit } from "./admit.ts";
import type { HeartbeatDoor } from "./heartbeat-door.ts";

/** `GET dashboard`: the board as one page. */
export async function answerDashboard(door: HeartbeatDoor, c: Context): Promise<Response> {
  const reader = await admit(door, c, "read");
  if (reader instanceof Response) return reader;
  const { secret, mayWrite } = reader;
  const board = await showHeartbeatBoard(door.app, reader.project);
  const sort = readSort(c);
  const sorted = { ...board, rows: sortBoard(board.rows, sort) };
  return htmlAnswer(200, door.pages.board({ board: sorted, sort, secret, mayWrite }), door.pages.policy);
}

/** What cannot be sorted by is shown as if nothing had been asked. */
function readSort(c: Context): BoardSort {
  const by = BOARD_COLUMNS.find((column) => column === c.req.query("sort"));
  return by === undefined ? DEFAULT_SORT : { by, descending: c.req.query("order") === "desc" };
}
