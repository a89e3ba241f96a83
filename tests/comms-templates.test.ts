import { expect, test } from 'vitest';
import { audiences, promisesMore, stages } from '#room/team/audiences.ts';
import { lintDraft } from '#room/comms/lint.ts';
import { renderDraft, splitHeadline } from '#room/comms/render.ts';
import { stageTexts, templatesFrom } from '#room/team/team-templates.ts';
import { fold } from '#room/fold/fold.ts';
import { isInternal } from '#room/team/audiences.ts';

const now = 1_700_000_000_000;
const known = { noted: now, at: now, by: 'ana' };
const room = fold([
  {
    ...known,
    id: '01HF7YAT000000000000000001',
    kind: 'declared',
    title: 'Cards are refused',
    service: 'Payments',
    source: { type: 'person' },
  },
  { ...known, id: '01HF7YAT000000000000000002', kind: 'impact', text: 'One in four cards is refused.' },
  { ...known, id: '01HF7YAT000000000000000003', kind: 'impact-ended' },
  {
    ...known,
    id: '01HF7YAT000000000000000004',
    kind: 'claimed',
    role: 'commander',
    person: 'ana',
    as: 'primary',
  },
]);
const draft = { next: now + 60_000, eta: null };

for (const audience of audiences) {
  const templates = stageTexts(templatesFrom([]), audience);
  test.each(stages)(
    `[CM1] the template for ${audience}, %s, leaves nothing to the lint but what is to be filled in`,
    (stage) => {
      const rendered = renderDraft(templates[stage], room, { draft });
      expect(rendered.used).toContain('impact');
      expect(rendered.used.has('next update')).toBe(promisesMore(stage));
      const { headline, body } = splitHeadline(rendered.text);
      expect(headline.length).toBeGreaterThan(10);
      expect(headline.length).toBeLessThan(90);
      expect(body).not.toBe('');
      const found = lintDraft({ rendered, audience, stage, room, draft, now });
      expect(found.filter(({ rule }) => rule !== 'not-filled-in')).toEqual([]);
    },
  );
}

test('[CM8] customers are the ones outside', () => {
  expect(audiences.filter((audience) => !isInternal(audience))).toEqual(['customers']);
});
