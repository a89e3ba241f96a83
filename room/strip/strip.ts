// The strip: what happened, as lanes on one time axis. It is made of an incident here and of one check in the
// renderer; layout.ts says where everything stands, and a screen or a page only draws. Words and shapes carry it.

/** Epoch ms. */
export type Span = { from: number; to: number };

/**
 * `impact`, `down`, `degraded`, `failed` (measured, and no outage yet), `held` (a role), and what is late or
 * contested.
 */
export type BandKind = 'impact' | 'down' | 'degraded' | 'failed' | 'held' | 'contested' | 'late';
export type Band = Span & {
  kind: BandKind;
  /** Stands inside where it fits. */
  label: string;
  title: string;
  /** It goes on. */
  isOpen: boolean;
  /** What it leads to: the id of a fact or of an incident. */
  ref: string | null;
};
export type MarkKind = 'external' | 'internal' | 'helped' | 'tried';
export type Mark = {
  at: number;
  kind: MarkKind;
  /** The longest first: the first that fits stands beside it. */
  labels: readonly string[];
  title: string;
  ref: string | null;
};
export type CurvePoint = { at: number; value: number | null };
/** `middle` is the line; `most` bounds the band above it. */
export type Curve = { kind: 'middle' | 'most'; name: string; points: readonly CurvePoint[] };
/** The share (0 to 1) that was good in it; null where nothing was measured. */
export type Cell = Span & { share: number | null };
export type Lane = {
  key: string;
  /** Stands at its right end, with `note` after or under it. */
  name: string;
  note: string;
  isTrouble: boolean;
  /** With an axis of values of its own. */
  isTall: boolean;
  bands: readonly Band[];
  /** In which nothing was measured although something should have been. */
  gaps: readonly Span[];
  marks: readonly Mark[];
  curves: readonly Curve[];
  cells: readonly Cell[];
  /** A value that is said, such as where slow begins. */
  limit: { value: number; name: string } | null;
};
export type Strip = Span & { lanes: readonly Lane[] };

/** A lane with nothing in it. */
export const emptyLane = (key: string, name: string): Lane => ({
  key,
  name,
  note: '',
  isTrouble: false,
  isTall: false,
  bands: [],
  gaps: [],
  marks: [],
  curves: [],
  cells: [],
  limit: null,
});

export const isEmpty = ({ bands, gaps, marks, curves, cells }: Lane): boolean =>
  bands.length + gaps.length + marks.length + curves.length + cells.length === 0;
