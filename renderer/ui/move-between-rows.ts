/** Moves the focus between the links or buttons of a list's rows. From outside, it moves to the first or the last. */
export function moveBetweenRows(list: HTMLElement | null, step: number) {
  const links = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const index = links.findIndex((link) => link.parentElement?.contains(document.activeElement));
  const next = index < 0 ? (step > 0 ? 0 : links.length - 1) : index + step;
  links[next]?.focus();
}
