// The strip: events as lanes on one time axis. It is built from an incident here, and from a check in the renderer.
// layout.ts computes the positions; a screen or a page only draws. It needs no colour: text and shapes say the same.

/** Epoch ms. */
export type Span = { from: number; to: number };

/**
 * `failed`: a failed measurement before an outage; `held`: somebody held a role; `contested`: two held it;
 * `late`: an update is late.
 */
export type BandKind = 'impact' | 'down' | 'degraded' | 'failed' | 'held' | 'contested' | 'late';
export type Band = Span & {
  kind: BandKind;
  /** Shown inside the band when it fits. */
  label: string;
  title: string;
  /** The band has not ended. */
  isOpen: boolean;
  /** The link target: the id of a fact or of an incident. */
  ref: string | null;
};
export type MarkKind = 'external' | 'internal' | 'helped' | 'tried';
export type StripMark = {
  at: number;
  kind: MarkKind;
  /** Longest first; the first that fits is shown beside the mark. */
  labels: readonly string[];
  title: string;
  ref: string | null;
};
export type CurvePoint = { at: number; value: number | null };
/** `middle` is the line; `most` bounds the band above it. */
export type Curve = { kind: 'middle' | 'most'; name: string; points: readonly CurvePoint[] };
/** `share` (0 to 1) of good measurements; null without measurements. */
export type StripCell = Span & { share: number | null };
export type Lane = {
  key: string;
  /** Shown at the right end, with `note` after or under it. */
  name: string;
  note: string;
  isTrouble: boolean;
  /** Has its own value axis. */
  isTall: boolean;
  bands: readonly Band[];
  /** Times without the expected measurements. */
  gaps: readonly Span[];
  marks: readonly StripMark[];
  curves: readonly Curve[];
  cells: readonly StripCell[];
  /** A labelled value, such as the threshold for slow. */
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
