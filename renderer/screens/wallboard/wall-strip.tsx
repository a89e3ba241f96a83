import { useId, useMemo, useRef } from 'react';
import { layOut } from '#room/strip/layout.ts';
import type { Strip } from '#room/strip/strip.ts';
import { strings } from '../../strings/index.ts';
import { anchorOf, sayGap } from '../../strip/say.ts';
import { StripDrawing } from '../../strip/strip-drawing.tsx';
import { useWidthOf } from '../../strip/use-width-of.ts';
import styles from './wallboard.module.css';

/** Large enough to read from across a room, with space left for the latest entries. */
const scaleOf = (height: number): number => Math.min(2, Math.max(1, height / 640));

/** The incident strip, larger and not interactive. */
export function WallStrip({ strip }: { strip: Strip }) {
  const frame = useRef<HTMLDivElement>(null);
  const scale = scaleOf(window.innerHeight);
  const width = Math.floor(useWidthOf(frame) / scale);
  const id = useId();
  const drawn = useMemo(
    () => layOut(strip, { width, left: 4, right: 150, anchor: anchorOf(strip.from), gapWords: sayGap }),
    [strip, width],
  );
  return (
    <div ref={frame} className={styles.strip} role="img" aria-label={strings.strip.label}>
      {width > 0 && (
        <div style={{ zoom: scale }}>
          <StripDrawing drawn={drawn} id={id} />
        </div>
      )}
    </div>
  );
}
