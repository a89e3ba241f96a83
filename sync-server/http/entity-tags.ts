// RFC 9110 8.8.3 and 13.1: the entity tags of If-Match and If-None-Match.

/** `opaque` is what stands between the quotes. */
export type EntityTag = { opaque: string; isWeak: boolean };

/** One element of the list, which may be empty (5.6.1). A comma inside the quotes belongs to the tag. */
const element = /[\t ]*(?:(W\/)?"([\u0021\u0023-\u007E\u0080-\u00FF]*)")?[\t ]*(?:,|$)/y;

/** What the header lists; `*` for any. No tags when it is absent or is not a list of tags. */
export function readTags(header: string | undefined): '*' | EntityTag[] {
  const given = header?.trim() ?? '';
  if (given === '*') return '*';
  const tags: EntityTag[] = [];
  element.lastIndex = 0;
  while (element.lastIndex < given.length) {
    const [, weak, opaque] = element.exec(given) ?? [];
    // `exec` sets `lastIndex` back to 0 where nothing fits.
    if (element.lastIndex === 0) return [];
    if (opaque !== undefined) tags.push({ opaque, isWeak: weak !== undefined });
  }
  return tags;
}

/**
 * Whether If-None-Match says that the reader has this already (13.1.2): weak comparison, because a proxy may have made
 * a tag weak.
 */
export function isHeld(header: string | undefined, fits: (opaque: string) => boolean): boolean {
  const tags = readTags(header);
  return tags === '*' || tags.some(({ opaque }) => fits(opaque));
}

/**
 * HT3: the versions that If-Match accepts; null when it is absent or `*`. Strong comparison (13.1.1), so a weak tag
 * accepts none. All tags of things that can be changed are whole versions.
 */
export function readVersions(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined) return null;
  const tags = readTags(ifMatch);
  if (tags === '*') return null;
  return tags.flatMap(({ opaque, isWeak }) => (!isWeak && /^\d{1,15}$/.test(opaque) ? [Number(opaque)] : []));
}
