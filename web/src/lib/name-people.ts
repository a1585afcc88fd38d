/** The full name of a personal topic, by itself or in a sentence: `people+{account id}`. */
const PERSONAL = /\bpeople\+([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g;

/** What is known of somebody who may have a personal topic. */
export interface Person {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
}

/** Whose personal topics a text names, by the ids of their accounts. */
export function peopleIn(text: string): readonly string[] {
  return [...text.matchAll(PERSONAL)].map(([, accountId = ""]) => accountId);
}

/** Calls the personal topics in a text by those whom they reach; whom nobody knows keeps the id. */
export function namePeople(text: string, people: readonly Person[]): string {
  return text.replaceAll(PERSONAL, (topic, accountId: string) => {
    const person = people.find((each) => each.accountId === accountId);
    return person === undefined ? topic : `${nameOf(person, people)} (personal)`;
  });
}

/** A name that two have, or nobody has, says less than the e-mail. */
function nameOf({ name, email }: Person, people: readonly Person[]): string {
  return name === "" || people.filter((each) => each.name === name).length > 1 ? email : name;
}
