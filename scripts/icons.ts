// `node scripts/icons.ts`: draws all PNGs in assets/icons from its two SVGs, with headless Chromium.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserOptions } from '#tests/helpers/browser.ts';
import { root } from './command.ts';

const folder = path.join(root, 'assets/icons');
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512];
// The severity colours of the screens; calm is a neutral plate.
const trayStates = {
  calm: { plate: '#2a3440', line: '#e8ecf0', point: '#e8ecf0' },
  p1: { plate: '#e5484d', line: '#ffffff', point: '#ffffff' },
  p2: { plate: '#f76b15', line: '#1a0f05', point: '#1a0f05' },
  p3: { plate: '#ffc53d', line: '#231a03', point: '#231a03' },
  p4: { plate: '#3e8ede', line: '#ffffff', point: '#ffffff' },
  // Paged inverts the alarm colours. Blind hides the line, offline is grey, hub has an accent point.
  paged: { plate: '#ffffff', line: '#e5484d', point: '#e5484d' },
  blind: { plate: '#2a3440', line: '#2a3440', point: '#ffb224' },
  offline: { plate: '#6b7884', line: '#2a3440', point: '#6b7884' },
  hub: { plate: '#2a3440', line: '#e8ecf0', point: '#ffb224' },
};

const browser = await chromium.launch(browserOptions());
const page = await browser.newPage();

async function draw(svg: string, size: number, file: string) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  writeFileSync(path.join(folder, file), await page.screenshot({ omitBackground: true }));
}

const icon = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
for (const size of appSizes) await draw(icon, size, `${size}x${size}.png`);
await draw(icon, 512, 'icon.png');
const tray = readFileSync(path.join(folder, 'tray.svg'), 'utf8');
for (const [state, { plate, line, point }] of Object.entries(trayStates)) {
  const svg = tray.replace('PLATE', plate).replace('LINE', line).replace('POINT', point);
  await draw(svg, 22, `tray-${state}.png`);
  await draw(svg, 44, `tray-${state}@2x.png`);
}
const web = path.join('../../renderer/public/icons');
await draw(icon, 192, path.join(web, '192.png'));
await draw(icon, 512, path.join(web, '512.png'));
// Launchers crop these icons: no frame, and the mark is inside the middle 80 %.
const cut = icon
  .replace(/<rect x="24"[^>]*>/u, '<rect width="512" height="512" fill="url(#night)" />')
  .replace(/<rect x="26"[^>]*>/u, '');
await draw(cut, 512, path.join(web, 'maskable-512.png'));
await draw(cut, 180, path.join(web, 'apple-180.png'));
// The small status bar icon: only its shape is visible.
const badge = icon
  .replace(/<rect[^>]*>/gu, '')
  .replace(/<circle cx="256" cy="158" r="150"[^>]*>/u, '')
  .replaceAll('#e8ecf0', '#fff')
  .replaceAll('#f5a524', '#fff');
await draw(badge, 96, path.join(web, 'badge-96.png'));
await browser.close();
