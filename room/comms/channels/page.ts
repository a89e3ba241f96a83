import { limits } from '../../text/limits.ts';
import { splitHeadline } from '../render.ts';
import { countCharacters, defineChannel } from './channel.ts';

/** The longest text of a fact: the page shows the logged text. */
export const page = defineChannel({
  label: 'Status page',
  usual: 'status page',
  render(rendered) {
    const { headline, body } = splitHeadline(rendered);
    const length = countCharacters(rendered);
    return {
      sent: rendered,
      parts: [
        { label: 'Title', text: headline },
        { label: 'Text', text: body },
      ],
      payload: null,
      length,
      limit: limits.text,
      unit: 'characters',
      // Counted as the fact counts, in UTF-16 units.
      fits: rendered.length <= limits.text,
      isShortened: false,
    };
  },
});
