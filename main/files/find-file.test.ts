import { expect, test } from 'vitest';
import { findFile } from './find-file.ts';

const folder = '/opt/muster/out/renderer';

test('[DE2] addresses of the app lead into its own folder', () => {
  expect(findFile(folder, 'app://muster/assets/index.js')).toBe(`${folder}/assets/index.js`);
  expect(findFile(folder, 'app://muster/')).toBe(`${folder}/index.html`);
  expect(findFile(folder, 'app://muster/join')).toBe(`${folder}/index.html`);
  expect(findFile(folder, 'app://muster/a%20b.css?v=1#x')).toBe(`${folder}/a b.css`);
});

test.each(['app://elsewhere/index.html', 'app://muster/%E0%A4%A', 'app://muster/%00.js', 'nonsense'])(
  '[DE2] %s leads nowhere',
  (address) => {
    expect(findFile(folder, address)).toBeNull();
  },
);

test.each([
  'app://muster/../../package.json',
  'app://muster/%2e%2e/%2e%2e/package.json',
  'app://muster/..%2f..%2fpackage.json',
  'app://muster/..%5c..%5cpackage.json',
  'app://muster/%2fetc/passwd.txt',
  'app://muster/assets/..%2f..%2f..%2fx.js',
])('[DE2] %s stays inside the folder', (address) => {
  const file = findFile(folder, address);
  expect(file === null || file.startsWith(`${folder}/`)).toBe(true);
});

test('[DE2] a folder beside ours whose name begins alike is not ours', () => {
  expect(findFile(folder, 'app://muster/..%2frenderer-secret%2fx.js')).not.toBe(
    '/opt/muster/out/renderer-secret/x.js',
  );
});
