import { expect, test } from 'vitest';
import { ApiProblem } from '../server/http.ts';
import { expectedIn, sayRefusal, stillWrong } from './field.ts';

const refused = new ApiProblem({
  status: 400,
  title: 'Bad Request',
  detail: 'The body is not as expected.',
  errors: [
    { field: 'name', expected: 'a name' },
    { field: 'layers.1.people', expected: 'somebody' },
  ],
});
const sent = { name: '', layers: [{ people: ['ana'] }, { people: [] as string[] }], note: '' };

test('[SL2] a field loses its error as soon as it is changed, the others keep theirs', () => {
  const shown = stillWrong(refused, sent, { ...sent, name: 'Night' });
  expect(['name', 'layers.1.people'].map(expectedIn(shown))).toEqual([undefined, 'somebody']);
  const both = { name: 'Night', layers: [{ people: ['ana'] }, { people: ['bo'] }], note: '' };
  expect(stillWrong(refused, sent, both)).toBeNull();
});

test('[SL2] the error of a row goes with its row when rows move, and ends with it', () => {
  const [ana, bo] = [sent.layers[0]!, sent.layers[1]!];
  const errorsIn = (layers: object[]) =>
    ['layers.0.people', 'layers.1.people'].map(expectedIn(stillWrong(refused, sent, { ...sent, layers })));
  expect(errorsIn([bo, ana])).toEqual(['somebody', undefined]);
  expect(errorsIn([bo])).toEqual(['somebody', undefined]);
  expect(errorsIn([ana, { ...bo, name: 'Night' }])).toEqual([undefined, 'somebody']);
  expect(errorsIn([ana])).toEqual([undefined, undefined]);
});

test('[SL2] a change elsewhere, or back to what was refused, leaves every error; so does a refusal without fields', () => {
  expect(
    ['name', 'layers.1.people'].map(expectedIn(stillWrong(refused, sent, { ...sent, note: 'x' }))),
  ).toEqual(['a name', 'somebody']);
  const offline = new Error('offline');
  expect(stillWrong(offline, sent, { ...sent, name: 'x' })).toBe(offline);
  const lost = new ApiProblem({ status: 412, title: 'Gone', detail: 'Somebody changed it meanwhile.' });
  expect(sayRefusal(stillWrong(lost, sent, { ...sent, name: 'x' }))).toBe(sayRefusal(lost));
});
