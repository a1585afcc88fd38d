import { berlin, days, isSunday, isWeekday, timesOf, without } from "../berlin.ts";
import { type Chapter, each } from "../chapter.ts";

const ORDERS = "pulse?host=erp&category=backup&type=nightly&name=orders&threshold=26";
const TILLS = "pulse?host=pos&category=sync&type=hourly&name=tills&threshold=13";
const SCANS = "pulse?host=lab%20pc&category=mail&type=import&name=scans";

const ALL = days("2026-03-26", "2026-04-08");
const orders = timesOf(ALL.filter(isWeekday), ["18:00"]);
const tills = timesOf(
  ALL.filter((date) => !isSunday(date)),
  ["09:00", "15:00", "21:00"],
);

/** A job of every working day, with 26 hours of patience. It fails to run twice; the second time is a public holiday. */
export const ordersPulse: Chapter = {
  acts: each(
    without(
      without(orders, "2026-03-31T18:00", "2026-04-01T18:00"),
      // Nobody works on Easter Monday, but the weekday rule knows no holidays.
      "2026-04-06T18:00",
      "2026-04-07T18:00",
    ),
    (company) => company.board(ORDERS),
  ),
  // Easter Monday is told by a digest: see `boardDigests`.
  told: [["2026-03-31T20:00:00+02:00", "slack/board", "🔴 *erp / backup / nightly / orders is DOWN*"]],
};

/** The tills of a shop that is open on Saturday too, with 13 hours of patience. */
export const tillsPulse: Chapter = {
  acts: [
    ...each(
      without(without(tills, "2026-03-28T21:00", "2026-03-30T09:00"), "2026-04-04T09:00", "2026-04-04T15:00"),
      (company) => company.board(TILLS),
    ),
    {
      at: berlin("2026-03-26T09:10"),
      async does(company) {
        await company.board(`edit?id=${await company.pulseId("pos / sync / hourly / tills")}`, "saturday=1");
      },
    },
  ],
  told: [
    // Sent on Saturday at 15:00: 9 hours until Sunday, on which nothing counts and the clock is put forward, and 4 more.
    ["2026-03-30T04:00:00+02:00", "slack/board", "🔴 *pos / sync / hourly / tills is DOWN*"],
    // Sent on Friday at 21:00: 3 hours until Saturday, and 10 more.
    ["2026-04-04T10:00:00+02:00", "slack/board", "🔴 *pos / sync / hourly / tills is DOWN*"],
  ],
};

/** A pulse of a Saturday that does not count, with the usual threshold of a day; somebody deletes it while it is overdue. */
export const scansPulse: Chapter = {
  acts: [
    { at: berlin("2026-03-28T11:00"), does: (company) => company.board(SCANS) },
    {
      at: berlin("2026-04-01T10:00"),
      async does(company) {
        const id = await company.pulseId("lab pc / mail / import / scans");
        await company.board(`edit?id=${id}`, "threshold=24&saturday=0&delete=del");
      },
    },
  ],
  // It starts to count on Monday at 00:00.
  told: [["2026-03-31T00:00:00+02:00", "slack/board", "🔴 *lab pc / mail / import / scans is DOWN*"]],
};

/** An old cron job calls `monitor`; over Easter the board tells by digests every six hours. */
export const boardDigests: Chapter = {
  acts: [
    { at: berlin("2026-03-31T21:10"), does: (company) => company.board("monitor?") },
    { at: berlin("2026-04-01T21:10"), does: (company) => company.board("monitor?") },
    {
      at: berlin("2026-04-04T12:30"),
      does: (company) =>
        company.ask("PATCH", "/project/heartbeat-board", { mode: "digest", digestEverySeconds: 6 * 3_600 }),
    },
    {
      at: berlin("2026-04-07T07:00"),
      does: (company) => company.ask("PATCH", "/project/heartbeat-board", { mode: "each" }),
    },
  ],
  told: [
    // The orders since 20:00, the scans since midnight. A day later all is well: a quiet board sends nothing.
    ["2026-03-31T21:10:00+02:00", "slack/board", "🔵 *2 pulses overdue*"],
    // The orders of Friday 18:00 have been overdue since Monday 20:00.
    ["2026-04-07T00:30:00+02:00", "slack/board", "🔵 *1 pulse overdue*"],
    ["2026-04-07T06:30:00+02:00", "slack/board", "🔵 *1 pulse overdue*"],
  ],
};
