// What readers will see, by channel. Values from the room are highlighted.
import { channelNames, channels, type ChannelName } from '#room/comms/channels/index.ts';
import type { Copy } from '#room/comms/channels/channel.ts';
import type { Rendered } from '#room/comms/render.ts';
import { strings } from '../../../../strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import styles from './comms.module.css';

const words = strings.comms;

type PreviewProps = {
  rendered: Rendered;
  /** The text in the editor above. */
  written: string;
  channel: ChannelName;
  onChannel: (channel: ChannelName) => void;
};

export function Preview({ rendered, written, channel, onChannel }: PreviewProps) {
  const copy = channels[channel].render(rendered.text);
  return (
    <section className={styles.preview} aria-label={words.preview}>
      <div role="group" aria-label={words.channel} className={styles.choices}>
        {channelNames.map((name) => (
          <button key={name} type="button" aria-pressed={name === channel} onClick={() => onChannel(name)}>
            {words.previews[name]}
          </button>
        ))}
        <span className={`${styles.count} ${copy.fits ? 'label' : parts.late}`}>{sayLength(copy)}</span>
      </div>
      {/* A page that reads as the editor above is not repeated. */}
      {channel === 'page' && rendered.text.trim() === written.trim() ? null : channel === 'page' ? (
        <p className={styles.copy}>
          <Marked rendered={rendered} />
        </p>
      ) : (
        copy.parts.map(({ label, text }) => (
          <div key={label} className={styles.part}>
            <span className="label">{words.parts[label] ?? label}</span>
            <p className={styles.copy}>{text}</p>
          </div>
        ))
      )}
    </section>
  );
}

function Marked({ rendered }: { rendered: Rendered }) {
  return rendered.pieces.map(({ text, value, isKnown }, index) =>
    value === null ? (
      // The pieces have no identity other than their position.
      <span key={index}>{text}</span>
    ) : (
      <mark
        key={index}
        className={styles.chip}
        data-known={isKnown}
        title={words.valueWith(value, words.values[value])}
      >
        {text}
      </mark>
    ),
  );
}

function sayLength({ length, limit, unit, fits, isShortened }: Copy): string {
  const count =
    unit === 'bytes' ? words.ofKib(Math.ceil(length / 1024), limit / 1024) : words.of(length, limit);
  if (!fits) return words.tooLong(count);
  return isShortened ? words.shortened(count) : count;
}
