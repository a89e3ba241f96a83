/** The first word of a name, for where there is room for one. */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name;
