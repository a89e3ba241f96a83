// LG1: fails when a screen shows untranslated words.
import { readSweeps } from '#tests/helpers/pseudo/sweep.ts';

// oxlint-disable-next-line import/no-default-export -- Playwright takes the default export.
export default function judge(): void {
  const found = readSweeps();
  const own = found.filter(({ isOfServer }) => !isOfServer);
  const say = ({ screen, where, words }: (typeof found)[number]) => `  ${screen}: ${where}: ${words}`;
  const ofServer = found.filter(({ isOfServer }) => isOfServer);
  console.log(`Of the server, ${ofServer.length}:\n${ofServer.map(say).join('\n')}`);
  if (own.length > 0)
    throw new Error(`${own.length} words on screens are not in strings/:\n${own.map(say).join('\n')}`);
}
