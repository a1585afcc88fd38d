/** What a pasted body was announced as, as far as it can be seen: a form looks like `a=1&b=2`, everything else is taken for JSON. */
export function guessContentType(body: string): string {
  const isForm = /^[^\s{}[\]"=]+=\S*$/.test(body.trim());
  return isForm ? "application/x-www-form-urlencoded" : "application/json";
}
