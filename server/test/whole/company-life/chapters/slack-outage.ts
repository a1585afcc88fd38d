import { berlin } from "../berlin.ts";
import type { Chapter } from "../chapter.ts";

/** What is tried of a message of an instant, at 0, 5 s, 30 s, 2 min, 10 min, 30 min and 2 h after the try before. */
function tries(target: string, times: readonly string[]): readonly (readonly [at: string, target: string])[] {
  return times.map((time) => [`2026-04-07T${time}+02:00`, target]);
}

/** For three hours on a Tuesday Slack answers nothing but 503. What must be told then stands in the other chapters. */
export const slackOutage: Chapter = {
  acts: [],
  told: [],
  troubles: [{ from: berlin("2026-04-07T14:00"), until: berlin("2026-04-07T17:00"), targets: "slack/", status: 503 }],
  refused: [
    ...tries("slack/orders", ["14:10:00", "14:10:05", "14:10:35", "14:12:35", "14:22:35", "14:52:35", "16:52:35"]),
    // The worker is down at 14:38; its up takes the place of what still waits, and is tried anew from 16:58 on.
    ...tries("slack/team", ["14:38:00", "14:38:05", "14:38:35", "14:40:35", "14:50:35", "15:20:35"]),
    ...tries("slack/team", ["16:58:00", "16:58:05", "16:58:35"]),
    ...tries("slack/billing", ["16:10:00", "16:10:05", "16:10:35", "16:12:35", "16:22:35", "16:52:35"]),
    ...tries("slack/cloud", ["16:40:00", "16:40:05", "16:40:35", "16:42:35", "16:52:35"]),
  ],
};
