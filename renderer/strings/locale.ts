// Which language the screens speak. There is English, and the pseudo-locale for those who build Muster: the
// address of a page asks for it (`?locale=pseudo`), and MUSTER_LOCALE=pseudo has a desktop open its windows so.
import { speakIn } from '#room/text/words.ts';
import { pseudoWords } from './pseudo.ts';

const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('locale');

const isPseudo = asked === 'pseudo';
if (isPseudo) speakIn(pseudoWords);

/** Sentences, and functions that answer sentences, in the language of this page. */
export const inLocale = <T>(words: T): T => (isPseudo ? pseudoWords(words) : words);
