import { berlin, days, every, timesOf, without } from "../berlin.ts";
import { type Chapter, each } from "../chapter.ts";

const HOUR_MS = 3_600_000;
const CAROL = "mail/carol@kontor.example";

/** Carol's services, which mail her when they are dead and are silent otherwise. */
export const services: Chapter = {
  acts: [
    {
      at: berlin("2026-03-26T08:30"),
      async does(company) {
        await company.addService("Payroll export", { every: 1, unit: "days" }, 1);
        await company.addService("Newsletter", { every: 2, unit: "hours" }, 2);
        await company.addService("Tape robot", { every: 1, unit: "weeks" }, 0);
        // Bought, and never switched on.
        await company.addService("Second tape robot", { every: 1, unit: "days" }, 0);
      },
    },
    ...each(
      without(timesOf(days("2026-03-26", "2026-04-08"), ["09:00"]), "2026-03-29T00:00", "2026-03-31T00:00"),
      (company) => company.checkIn("Payroll export"),
    ),
    ...each(
      without(every(2 * HOUR_MS, "2026-03-26T10:00", "2026-04-09T08:00"), "2026-04-02T16:00", "2026-04-03T09:00"),
      (company) => company.checkIn("Newsletter"),
    ),
    ...each([berlin("2026-03-26T09:00"), berlin("2026-04-02T09:30")], (company) => company.checkIn("Tape robot")),
  ],
  told: [
    // Interval 1 day, threshold 1: two days of elapsed time after Saturday 09:00, which the clocks show as 10:00.
    ["2026-03-30T10:00:00+02:00", CAROL, "Payroll export is DOWN"],
    // Interval 2 hours, threshold 2: six hours after 15:00.
    ["2026-04-02T21:00:00+02:00", CAROL, "Newsletter is DOWN"],
  ],
};
