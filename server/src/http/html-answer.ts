/** An answer with a page that holds what strangers sent, and a secret in its address: kept nowhere, told to nobody. */
export function htmlAnswer(status: number, page: string, policy: string): Response {
  return new Response(page, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Robots-Tag": "noindex",
    },
  });
}
