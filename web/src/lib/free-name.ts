/** A name that no integration of the topic has yet: that of the service, with a number where it is taken. */
export function freeName(title: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? title : `${title} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
