/** An address as it is compared: two that differ only in case are one, no provider of mail tells them apart. */
export function emailKey(email: string): string {
  return email.normalize("NFC").toLowerCase();
}
