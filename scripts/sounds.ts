// `node scripts/sounds.ts`: makes the sounds in assets/sounds from sine waves. A page rises and plays twice; a
// mention is one soft tone.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './command.ts';

type Tone = { hertz: number; fromMs: number; ms: number; loudness: number };
const rate = 22_050;
const folder = path.join(root, 'assets/sounds');

const call = (fromMs: number): Tone[] =>
  [587, 740, 988].map((hertz, step) => ({ hertz, fromMs: fromMs + step * 150, ms: 260, loudness: 0.5 }));
const sounds: Record<string, readonly Tone[]> = {
  page: [...call(0), ...call(700)],
  mention: [{ hertz: 659, fromMs: 0, ms: 320, loudness: 0.3 }],
};

function render(tones: readonly Tone[]): Buffer {
  const endMs = Math.max(...tones.map(({ fromMs, ms }) => fromMs + ms));
  const samples = new Float64Array(Math.ceil((endMs / 1000) * rate));
  for (const { hertz, fromMs, ms, loudness } of tones) {
    const first = Math.round((fromMs / 1000) * rate);
    const count = Math.round((ms / 1000) * rate);
    for (let i = 0; i < count && first + i < samples.length; i++) {
      // Fades in and out to avoid clicks. A little of the octave makes it sound less like a test tone.
      const fade = Math.min(1, i / (rate * 0.01)) * Math.exp((-4 * i) / count);
      const turn = (2 * Math.PI * hertz * i) / rate;
      samples[first + i]! += loudness * fade * (Math.sin(turn) + 0.25 * Math.sin(2 * turn));
    }
  }
  return asWave(samples);
}

/** A WAV file (RIFF): one channel, 16 bits. */
function asWave(samples: Float64Array): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((value, i) =>
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), i * 2),
  );
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

mkdirSync(folder, { recursive: true });
for (const [name, tones] of Object.entries(sounds))
  writeFileSync(path.join(folder, `${name}.wav`), render(tones));
