import { useOpenLink } from './open-link.ts';
import { findLinks } from './find-links.ts';

/** Plain text whose addresses can be followed; they open outside Muster. */
export function LinkedText({ text }: { text: string }) {
  const open = useOpenLink();
  return findLinks(text).map(({ text, isLink }, index) =>
    isLink ? (
      <a
        // The stretches of a text never change places.
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
