import { useOpenLink } from './open-link.ts';
import { findLinks } from './find-links.ts';

/** Plain text with clickable addresses, which open outside Muster. */
export function LinkedText({ text }: { text: string }) {
  const open = useOpenLink();
  return findLinks(text).map(({ text, isLink }, index) =>
    isLink ? (
      <a
        // The pieces of a text never change order.
        key={index}
        href={text}
        onClick={(event) => {
          event.preventDefault();
          open(text);
        }}
      >
        {text}
      </a>
    ) : (
      text
    ),
  );
}
