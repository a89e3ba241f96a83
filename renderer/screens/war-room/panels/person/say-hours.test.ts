import { expect, test } from 'vitest';
import { sayHours, sayTimeThere } from './say-hours.ts';

test('[CO6] working days in a row are said as one, others one by one', () => {
  expect(sayHours({ days: [5, 1, 2, 3, 4], from: '08:00', to: '18:00' })).toBe(
    'Works Mon to Fri, 08:00 to 18:00',
  );
  expect(sayHours({ days: [1, 3], from: '22:00', to: '06:00' })).toBe('Works Mon, Wed, 22:00 to 06:00');
});

test('[CO6] the time where somebody is, unless the zone is unknown here', () => {
  const noon = Date.UTC(2026, 0, 5, 12, 0);
  expect(sayTimeThere(noon, 'Europe/Berlin')).toBe('13:00');
  expect(sayTimeThere(noon, 'Mars/Olympus')).toBeNull();
});
