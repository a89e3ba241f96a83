import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { renderJson } from './formats/json.ts';
import { renderMarkdown } from './formats/markdown.ts';
import { collectReview } from './review.ts';

const tell = (reports: number, alerts = 0) => {
  const { write, open, now } = tellStory();
  const began = now();
  write('ana', { kind: 'declared', title: 'Nobody can pay', source: { type: 'report', ref: 'form' } });
  for (let i = 0; i < reports; i += 1)
    write('intake:form', {
      kind: 'observation',
      text: `Reported: Paying hangs ${i}`,
      at: began + i * 60_000,
    });
  for (let i = 0; i < alerts; i += 1)
    write(`monitor:m${i}`, { kind: 'check-down', monitor: `m${i}`, name: `m${i}`, at: began + i * 1_000 });
  return collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
};

test('[RV1] the report that opened an incident is one alert, not two, and others are counted under impact', () => {
  const [one, three] = [tell(1), tell(3)];
  expect(one.response.alerts.map(({ text }) => text)).toEqual(['Nobody can pay']);
  expect(renderMarkdown(one)).not.toContain('reports came by form');
  expect(three.response.alerts.map(({ text }) => text)).toEqual([
    'Nobody can pay',
    'Paying hangs 1',
    'Paying hangs 2',
  ]);
  expect(JSON.parse(renderJson(three))).toMatchObject({
    response: { reports: { count: 3, from: '2026-03-04T05:03:00Z', until: '2026-03-04T05:05:00Z' } },
  });
  expect(renderMarkdown(three)).toContain('3 reports came by form, from 05:03:00 to 05:05:00 UTC.');
});

test('[RV1] where more alerts came than are listed, the review says how many', () => {
  expect(renderMarkdown(tell(1, 9))).not.toContain('later alert');
  expect(renderMarkdown(tell(1, 10))).toContain('1 later alert is in the full timeline.');
  expect(renderMarkdown(tell(1, 15))).toContain('6 later alerts are in the full timeline.');
});
