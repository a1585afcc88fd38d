import { countInWords, listInWords } from "../../lib/words.ts";
import { type Component, FRACTION } from "./calendar-chain.ts";
import { evenStep, rangesInWords, runsOf, timeInWords } from "./number-words.ts";

/** More times than these are not read out one by one. */
const MAX_TIMES = 6;

/** The times of a day in words; `daily`: they leave hours out, so that it has to be said on which days they are. */
export interface TimesInWords {
  readonly text: string;
  readonly daily: boolean;
  /** What comes after the days; empty or beginning with a comma. */
  readonly seconds: string;
}

/** Reads out the minutes and hours of a day, both ascending. */
export function describeTimes(minutes: readonly number[], hours: readonly number[]): TimesInWords {
  if (hours.length === 24) return { text: withinEveryHour(minutes), daily: false, seconds: "" };
  return { text: withinHours(minutes, hours), daily: true, seconds: "" };
}

function withinEveryHour(minutes: readonly number[]): string {
  const [first = 0] = minutes;
  if (minutes.length === 60) return "every minute";
  if (minutes.length === 1) return first === 0 ? "every hour on the hour" : `every hour at minute ${first}`;
  const step = wholeStep(minutes, 60);
  return step === null ? `${minutesInWords(minutes)} of every hour` : `every ${step} minutes`;
}

function withinHours(minutes: readonly number[], hours: readonly number[]): string {
  const firstMinute = minutes[0] ?? 0;
  const lastMinute = minutes.at(-1) ?? 0;
  const from = timeInWords(hours[0] ?? 0, firstMinute);
  const to = timeInWords(hours.at(-1) ?? 0, lastMinute);
  if (minutes.length === 1) {
    const step = evenStep(hours, 4);
    if (step !== null) return `every ${step === 1 ? "hour" : countInWords(step, "hour")} from ${from} to ${to}`;
  }
  const step = minutes.length === 60 ? 1 : wholeStep(minutes, 60);
  if (step !== null && runsOf(hours).length === 1) {
    return `every ${step === 1 ? "minute" : countInWords(step, "minute")} from ${from} to ${to}`;
  }
  if (minutes.length * hours.length <= MAX_TIMES) {
    return `at ${listInWords(hours.flatMap((hour) => minutes.map((minute) => timeInWords(hour, minute))))}`;
  }
  const within =
    step === null ? minutesInWords(minutes) : `every ${step === 1 ? "minute" : countInWords(step, "minute")}`;
  return `${within} of the ${hours.length === 1 ? "hour" : "hours"} ${rangesInWords(hours)}`;
}

/** The step of numbers that divide a whole evenly, beginning with 0. */
function wholeStep(numbers: readonly number[], whole: number): number | null {
  const step = evenStep(numbers, 2);
  return numbers[0] === 0 && step !== null && step * numbers.length === whole ? step : null;
}

function minutesInWords(minutes: readonly number[]): string {
  const step = evenStep(minutes, 4);
  if (step !== null && step > 1) return `every ${step} minutes from minute ${minutes[0]} to minute ${minutes.at(-1)}`;
  return `at ${minutes.length === 1 ? "minute" : "minutes"} ${rangesInWords(minutes)}`;
}

/** Puts the seconds of a calendar event, in microseconds, to the times of its minutes. */
export function withSeconds(times: TimesInWords, seconds: readonly Component[]): TimesInWords {
  const each = { ...times, seconds: `, each time ${secondsInWords(seconds)}` };
  const [only] = seconds;
  if (only === undefined || seconds.length > 1) return each;
  const { start, stop, repeat } = only;
  if (repeat === 0) return start === 0 ? times : (atSecond(times, start / FRACTION) ?? each);
  const wholeMinute = start === 0 && stop === null && (60 * FRACTION) % repeat === 0;
  if (times.text !== "every minute" || !wholeMinute) return each;
  return { ...times, text: repeat === FRACTION ? "every second" : `every ${repeat / FRACTION} seconds` };
}

function atSecond(times: TimesInWords, second: number): TimesInWords | null {
  if (!/^at \d\d:/.test(times.text)) return null;
  const text = times.text.replaceAll(/\d\d:\d\d/g, (time) => `${time}:${second < 10 ? "0" : ""}${second}`);
  return { ...times, text };
}

function secondsInWords(seconds: readonly Component[]): string {
  const parts = seconds.map(({ start, stop, repeat }) => {
    if (repeat === 0) return `at second ${start / FRACTION}`;
    const every = repeat === FRACTION ? "every second" : `every ${repeat / FRACTION} seconds`;
    const from = start === 0 && stop === null ? "" : ` from second ${start / FRACTION}`;
    return `${every}${from}${stop === null ? "" : ` to second ${stop / FRACTION}`} of the minute`;
  });
  return listInWords(parts);
}
