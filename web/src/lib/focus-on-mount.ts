/** For `ref`: where one goes on typing when a page that asks for one thing opens. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
