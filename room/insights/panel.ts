// NU6: a table of numbers for the screen and for files.

export const panelIds = [
  'stages',
  'promises',
  'severities',
  'cost',
  'hours',
  'people',
  'roles',
  'causes',
  'failures',
  'items',
] as const;
export type PanelId = (typeof panelIds)[number];

/** `unit`: lengths are in ms, days as `2026-11-30`. A null cell: not recorded. */
export type PanelColumn = {
  key: string;
  name: string;
  unit: 'text' | 'count' | 'ms' | 'day';
  /** A null cell of this column: too few values to tell. */
  missing?: 'too-few';
};
export type PanelRow = {
  cells: readonly (string | number | null)[];
  incidents: readonly string[];
  /** The incidents behind each number, by column, when the numbers of the row have different ones. */
  behind?: Readonly<Record<string, readonly string[]>>;
};
export type Panel = {
  id: PanelId;
  name: string;
  definition: string;
  columns: readonly PanelColumn[];
  rows: readonly PanelRow[];
};

export const count = (key: string, name: string): PanelColumn => ({ key, name, unit: 'count' });
export const text = (key: string, name: string): PanelColumn => ({ key, name, unit: 'text' });
export const length = (key: string, name: string): PanelColumn => ({ key, name, unit: 'ms' });
export const average = (key: string, name: string): PanelColumn => ({
  ...length(key, name),
  missing: 'too-few',
});
