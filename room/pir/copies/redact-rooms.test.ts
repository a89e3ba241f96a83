// RV14, RV17 over many rooms: names are planted wherever people leave them, and searched in the finished bytes by a way
// of its own, which shares nothing with what hides them.
import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { FactDraft } from '../../facts/fact.ts';
import { createRandom, type Random } from '../../fixtures/random.ts';
import { tellStory } from '../../fixtures/story.ts';
import { everythingShown, hiddenWords, type CopyChoice } from './copy-choice.ts';
import { makeCopy } from './copy.ts';
import { picturesNaming } from '../fixtures/pictures.ts';
import { formats } from '../formats/index.ts';
import { findLeaksOf } from './leaks.ts';
import { publicText } from '../public-text.ts';
import { collectReview, type Review } from '../review.ts';
import { showFiles, withShown } from './shown-files.ts';
import { shippedTemplates } from '../templates/shipped.ts';
import { toRoom } from '../templates/template.ts';

const sha256 = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');

type Names = { person: string; other: string; customer: string; host: string };
const syllables = 'zor vak quil tamb drex olph yumi brax fenz wuk plor jisk'.split(' ');

/** Names that no word of the product resembles. */
function makeNames(random: Random): Names {
  const word = (): string => {
    const letters = Array.from({ length: 3 }, () => random.pick(syllables)).join('');
    return letters.charAt(0).toUpperCase() + letters.slice(1);
  };
  return {
    person: `${word()} ${word()}`,
    other: `${word()}-${word()}`,
    customer: `${word()} ${word()}`,
    host: `db-${random.below(90)}.${word().toLowerCase()}.example`,
  };
}

/** A sentence that names somebody or something in one of the ways in which people write. */
function mention(random: Random, { person, other, customer, host }: Names): string {
  const [first = '', last = ''] = person.split(' ');
  return random.pick([
    `${person} saw it`,
    `asked ${first.toUpperCase()}`,
    `\`ssh ${first.toLowerCase()}.${last.toLowerCase()}@${host}\``,
    `\`\`\`\nuser=${first.toLowerCase()}_${last.toLowerCase()}\nhost=https://${host}/x\n\`\`\``,
    `![${person} at the desk](https://${host}/${encodeURIComponent(person)}.png)`,
    `<svg><title>${person}</title></svg>`,
    `[graph by ${other}](https://${host}/d?owner=${encodeURIComponent(other)})`,
    `${customer.replace(' ', '-')} cannot pay, says ${other.toLowerCase()}`,
    `| who | where |\n| - | - |\n| ${other} | https://${host} |`,
    `> ${customer.toUpperCase()}: ${last}, please!`,
    `{"owner": "${person}", "customer": "${customer}"}`,
  ]);
}

function tell(random: Random, names: Names) {
  const { write, open } = tellStory();
  const say = (): string => mention(random, names);
  const files = new Map<string, Uint8Array>();
  const attach = (name: string, file: Uint8Array): FactDraft => {
    files.set(sha256(file), file);
    return {
      kind: 'attachment',
      name,
      type: 'application/octet-stream',
      bytes: file.length,
      sha256: sha256(file),
    };
  };
  const title = say().replaceAll('\n', ' ').slice(0, 200);
  write('p1', { kind: 'declared', title, service: names.customer, source: { type: 'person' } });
  write(
    'p1',
    { kind: 'joined', name: names.person },
    { kind: 'claimed', role: 'commander', person: 'p1', as: 'primary' },
  );
  write('p2', { kind: 'joined', name: names.other });
  const pictures = picturesNaming(`${names.person}, ${names.customer}`);
  const kinds = ['png', 'jpg', 'gif', 'webp'] as const;
  const kind = random.pick(kinds);
  const texts = {
    svg: `<svg><title>${names.person}</title></svg>`,
    pdf: `%PDF-1.4\n/Author (${names.person})`,
    log: say(),
  };
  const text = random.pick(['svg', 'pdf', 'log'] as const);
  const drafts: readonly FactDraft[] = [
    { kind: 'note', text: say() },
    { kind: 'observation', text: say() },
    { kind: 'decision', text: say() },
    { kind: 'action', text: say() },
    { kind: 'hypothesis', text: say() },
    { kind: 'action-item', text: say(), owner: 'p2' },
    { kind: 'task', text: say(), owner: 'p1' },
    {
      kind: 'link',
      url: `https://${names.host}/${encodeURIComponent(names.other)}`,
      // A label ends with a whole word, not within a name.
      label: say()
        .slice(0, 100)
        .replace(/[\w%]+$/u, ''),
    },
    { kind: 'impact', users: 'major', text: say() },
    { kind: 'draft', draft: 'd', audience: 'customers' },
    // CM9: what stands in brackets counts as left to fill in.
    { kind: 'sent', draft: 'd', channel: 'mail', text: say().replaceAll(/[{}[\]]/gu, ' ') },
  ];
  const attached = [
    attach(`${names.person} desk.${kind}`, pictures[kind]),
    attach(`${names.customer}.${text}`, strToU8(texts[text])),
  ];
  // A few of them in each room: every kind stands in hundreds of rooms.
  for (const draft of random.shuffle([...attached, ...random.shuffle(drafts).slice(0, 4)]))
    write(random.pick(['p1', 'p2']), draft);
  const [wrong] = write('p2', { kind: 'note', text: say() });
  write(
    'p2',
    random.chance(0.5)
      ? { kind: 'retracted', target: wrong!.id, why: say() }
      : { kind: 'amended', target: wrong!.id, text: say() },
  );
  const typed: Record<string, string> = {
    summary: say(),
    'review/root-cause': say(),
    'review/factors': `- Cause: ${say().replaceAll('\n', ' ')}`,
    'review/improve': say(),
    'draft/d': say(),
  };
  return { open, files, typed };
}

async function makeReview(random: Random, names: Names): Promise<Review> {
  const { open, files, typed } = tell(random, names);
  const spoken: Record<string, string> = { p1: names.person, p2: names.other };
  const room = open.room();
  const review = collectReview({
    id: 'x',
    room,
    texts: (name) => typed[name] ?? '',
    names: (id) => spoken[id] ?? id,
  });
  return withShown(
    review,
    await showFiles(review.attachments, async (hash) => files.get(hash) ?? null),
    room,
  );
}

/** Every reading of the bytes: as they are, packed parts, embedded pictures, and the usual escapes. */
function readings(made: string | Uint8Array): string[] {
  const parts =
    typeof made === 'string'
      ? [made]
      : Object.entries(unzipSync(made)).flatMap(([name, part]) => [
          name,
          strFromU8(part),
          strFromU8(part, true),
        ]);
  return parts.flatMap((part) => {
    const embedded = [...part.matchAll(/base64,([\w+/=]+)/gu)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString('latin1'),
    );
    const plain = part
      .replaceAll(/base64,[\w+/=]+/gu, '')
      .replaceAll(/<[^<>]*>/gu, '')
      .replaceAll(/[\\\u2060]/gu, '')
      .replaceAll('%20', ' ')
      .replaceAll('&#45;', '-');
    return [plain, ...embedded];
  });
}

const wordsOf = ({ person, other, customer, host }: Names): string[] => [
  ...person.split(' '),
  ...other.split('-'),
  ...customer.split(' '),
  host,
];
const found = (made: string | Uint8Array, names: Names): string[] => {
  const all = readings(made).join('\n').toLowerCase();
  return wordsOf(names).filter((word) => all.includes(word.toLowerCase()));
};

const choiceFor = ({ customer }: Names): CopyChoice => ({
  ...everythingShown,
  people: 'roles',
  hosts: 'hidden',
  hide: customer,
});

const rooms = 1_000;

test('[RV14] over 1,000 rooms no planted name is in any file of a copy: texts, code, file names, alt texts, SVG titles, EXIF and JSON', async () => {
  let planted = 0;
  for (let seed = 1; seed <= rooms; seed += 1) {
    const random = createRandom(seed);
    const names = makeNames(random);
    const whole = await makeReview(random, names);
    planted += found(await formats.json.render(whole), names).length;
    const { review, hidden } = makeCopy(whole, choiceFor(names));
    expect(hiddenWords(choiceFor(names))).toHaveLength(1);
    // A Word file takes as long as the others of five rooms, and holds the words of the page (RV5).
    const { docx, ...quick } = formats;
    for (const format of seed % 25 === 0 ? [docx, ...Object.values(quick)] : Object.values(quick)) {
      const made = await format.render(review);
      expect(found(made, names), `seed ${seed} ${format.label}`).toEqual([]);
    }
    if (seed % 25 === 0)
      expect(findLeaksOf(review.record, await docx.render(review), hidden), `seed ${seed}`).toEqual([]);
  }
  // The search would find them: nearly every word of every room stands in the whole review.
  expect(planted).toBeGreaterThan(6 * rooms);
}, 900_000);

test('[RV17] over 100 rooms no picture of a review, public or not, carries the metadata of its file', async () => {
  const outside = shippedTemplates.find((each) => each.public === true)!;
  for (let seed = 1; seed <= rooms / 10; seed += 1) {
    const random = createRandom(seed);
    const names = makeNames(random);
    const whole = await makeReview(random, names);
    const files = whole.attachments.map((each) => each.sha256);
    const open: Review = { ...whole, template: toRoom(outside), pictures: { strip: true, files } };
    for (const review of [whole, open]) {
      const page = await formats.html.render(review);
      const embedded = [...page.matchAll(/src="data:image\/\w+;base64,([\w+/=]+)"/gu)];
      expect(embedded, `seed ${seed}`).toHaveLength(1);
      for (const [, data] of embedded)
        expect(Buffer.from(data ?? '', 'base64').toString('latin1'), `seed ${seed}`).not.toContain(
          names.person,
        );
    }
    expect(publicText(open)).not.toContain('Pictures');
  }
}, 300_000);
