import { expect, it } from "vitest";
import { namePeople, peopleIn } from "./name-people.ts";

const kim = { accountId: "0f8fad5b-d9cb-469f-a165-70867728950e", name: "Kim", email: "kim@example.org" };
const olga = { accountId: "7c9e6679-7425-40de-944b-e07fc1f90ae7", name: "Olga", email: "olga@example.org" };
const topicOf = ({ accountId }: typeof kim): string => `people+${accountId}`;

it("a personal topic is called by whom it reaches, by itself and in a sentence", () => {
  expect(namePeople(topicOf(kim), [olga, kim])).toBe("Kim (personal)");
  expect(namePeople(`Tell ${topicOf(kim)} and ${topicOf(olga)}.`, [olga, kim])).toBe(
    "Tell Kim (personal) and Olga (personal).",
  );
});

it("somebody without a name, or with that of another, is called by the e-mail", () => {
  expect(namePeople(topicOf(kim), [{ ...kim, name: "" }])).toBe("kim@example.org (personal)");
  expect(namePeople(topicOf(kim), [kim, { ...olga, name: "Kim" }])).toBe("kim@example.org (personal)");
});

it("the topic of somebody who is not known, and any other, keeps its name", () => {
  expect(namePeople(topicOf(kim), [olga])).toBe(topicOf(kim));
  expect(namePeople("people+night shift, default+alerts", [kim])).toBe("people+night shift, default+alerts");
});

it("a text tells whose personal topics it names", () => {
  expect(peopleIn(`${topicOf(kim)}, default+alerts, ${topicOf(olga)}`)).toEqual([kim.accountId, olga.accountId]);
  expect(peopleIn("people+night shift")).toEqual([]);
});
