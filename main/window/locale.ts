// Developers may ask for the pseudo-locale (renderer/strings/locale.ts): MUSTER_LOCALE=pseudo.

/** The address of a page, asking for the language that this desktop was started with. */
export function withLocale(address: string): string {
  const locale = process.env.MUSTER_LOCALE;
  if (locale === undefined || locale === '') return address;
  const url = new URL(address);
  url.searchParams.set('locale', locale);
  return url.href;
}
