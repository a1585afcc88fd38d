import { isMailAddress } from "../../lib/mailbox.ts";
import { AppError } from "../../model/index.ts";

const MIN_LENGTH = 10;
const MAX_LENGTH = 200;

/** What guessers try first, of those that are long enough. */
const COMMONEST = new Set([
  "0123456789",
  "1234567890",
  "0987654321",
  "12345678910",
  "123456789a",
  "123123123123",
  "1q2w3e4r5t",
  "1qaz2wsx3edc",
  "abcdefghij",
  "administrator",
  "changemenow",
  "football123",
  "iloveyou12",
  "iloveyou123",
  "letmein123",
  "passw0rd123",
  "password10",
  "password12",
  "password123",
  "password1234",
  "password12345",
  "passwordpassword",
  "princess123",
  "q1w2e3r4t5",
  "qwerty1234",
  "qwerty12345",
  "qwertyuiop",
  "qwertzuiop",
  "sunshine123",
  "watchbell1",
  "watchbell123",
  "welcome123",
  "welcome1234",
]);

/** Refuses a password that would be guessed. It is never repeated in the refusal. */
export function refuseWeakPassword(password: string, email: string): void {
  const length = Array.from(password).length;
  if (length < MIN_LENGTH) throw weak(`has ${length} characters; at least ${MIN_LENGTH} are needed`);
  if (length > MAX_LENGTH) throw weak(`has ${length} characters; at most ${MAX_LENGTH} are allowed`);
  const plain = password.trim().toLowerCase();
  if (plain === email.trim().toLowerCase()) throw weak("is the e-mail itself");
  if (COMMONEST.has(plain) || new Set(plain).size <= 2) throw weak("is among the first that anybody would try");
}

function weak(why: string): AppError {
  return new AppError(
    "weak_password",
    `"password" ${why}. Take a few words that only you would put together.`,
    "password",
  );
}

/** An e-mail as it was typed, without what is around it; refused when nobody could be reached at it. */
export function checkedEmail(text: string): string {
  const email = text.trim();
  if (isMailAddress(email)) return email;
  throw new AppError("invalid_input", '"email" must be an address such as ann@example.org.', "email");
}

/** What an account is called: its name, or what stands before the @. */
export function accountName(name: string | undefined, email: string): string {
  const given = (name ?? "").trim();
  return given === "" ? email.slice(0, email.lastIndexOf("@")) : given;
}
