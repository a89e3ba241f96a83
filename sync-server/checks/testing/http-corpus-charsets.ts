// Part of the corpus of HTTP answers: pages in every charset that the web still uses, declared in every way.
import { answerOf, type Case } from './http-answer.ts';

/** Words and their octets, made with another program's encoders. */
const written: readonly (readonly [string, string, string])[] = [
  ['gbk', '状态正常', 'd7b4ccacd5fdb3a3'],
  ['gb18030', '状态𠀀正常', 'd7b4ccac95328236d5fdb3a3'],
  ['big5', '狀態正常', 'aaacba41a5bfb160'],
  ['shift_jis', '状態は正常', '8ff391d482cd90b38fed'],
  ['euc-jp', '状態は正常', 'bef5c2d6a4cfc0b5beef'],
  ['iso-2022-jp', '状態は正常', '1b24423e754256244f40353e6f1b2842'],
  ['euc-kr', '상태 정상', 'bbf3c5c220c1a4bbf3'],
  ['windows-1251', 'Всё в порядке', 'c2f1b820e220efeef0ffe4eae5'],
  ['koi8-r', 'Всё в порядке', 'f7d3a320d720d0cfd2d1c4cbc5'],
  ['iso-8859-5', 'Привет', 'bfe0d8d2d5e2'],
  ['windows-1252', 'Größe – 5 €', '4772f6df65209620352080'],
  // The web's labels for it (WHATWG Encoding): all are windows-1252.
  ['iso-8859-1', 'Größe – 5 €', '4772f6df65209620352080'],
  ['latin1', 'Größe – 5 €', '4772f6df65209620352080'],
  ['us-ascii', 'Größe – 5 €', '4772f6df65209620352080'],
  ['gb2312', '状态正常', 'd7b4ccacd5fdb3a3'],
  ['x-sjis', '状態は正常', '8ff391d482cd90b38fed'],
  ['ks_c_5601-1987', '상태 정상', 'bbf3c5c220c1a4bbf3'],
  ['iso-8859-2', 'Zażółć gęślą', '5a61bff3b3e62067eab66cb1'],
  ['iso-8859-15', '5 € Œuvre', '3520a420bc75767265'],
  ['windows-1253', 'Όλα καλά', 'bcebe120eae1ebdc'],
  ['iso-8859-9', 'İyi ğüş', 'dd796920f0fcfe'],
  ['tis-620', 'ปกติ', 'bba1b5d4'],
  ['windows-1255', 'שלום', 'f9ece5ed'],
  ['ibm866', 'Привет', '8fe0a8a2a5e2'],
  ['utf-8', 'Größe 状态 𠀀', '4772c3b6c39f6520e78ab6e6808120f0a08080'],
];

const hex = (text: string) => Buffer.from(text, 'hex');
const send = (type: string | null, ...parts: (string | Buffer)[]) => ({
  '/': answerOf(
    type === null ? [] : [`Content-Type: ${type}`],
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  ),
});

/** How a server, or the page itself, says its charset. */
const declarations: Record<string, (charset: string, body: Buffer) => Case['pages']> = {
  'in Content-Type': (charset, body) => send(`text/html; charset=${charset}`, '<p>', body),
  'in Content-Type, in quotes and capitals': (charset, body) =>
    send(`Text/HTML;Charset="${charset.toUpperCase()}"; x=y`, '<p>', body),
  'in a meta element': (charset, body) =>
    send('text/html', `<!-- a --><html><head><META Charset='${charset}'><title>`, body),
  'in http-equiv': (charset, body) =>
    send(null, `<meta content="text/html; charset=${charset}" http-equiv="Content-Type"><p>`, body),
  'in the XML declaration': (charset, body) =>
    send('application/xml', `<?xml version="1.0" encoding="${charset}"?><status>`, body, '</status>'),
};

const declared = written.flatMap(([charset, words, octets]) =>
  Object.entries(declarations).map(([how, pages]): Case => ({
    name: `${charset} ${how}`,
    pages: pages(charset, hex(octets)),
    holds: words,
  })),
);

const utf16le = '47007200f600df0065002000b6720160';
const utf16be = '0047007200f600df0065002072b66001';
const utf8 = '4772c3b6c39f6520e78ab6e68081';
const latin = '4772f6df65';
const words = 'Größe 状态';

const others: Case[] = [
  { name: 'UTF-16LE with a mark', pages: send('text/plain', hex('fffe'), hex(utf16le)), holds: words },
  { name: 'UTF-16BE with a mark', pages: send('text/plain', hex('feff'), hex(utf16be)), holds: words },
  {
    name: 'UTF-16LE in Content-Type',
    pages: send('text/plain; charset=utf-16le', hex(utf16le)),
    holds: words,
  },
  { name: 'UTF-16 in Content-Type', pages: send('text/plain; charset=utf-16', hex(utf16le)), holds: words },
  {
    name: 'UTF-16BE in Content-Type',
    pages: send('text/plain; charset=UTF-16BE', hex(utf16be)),
    holds: words,
  },
  { name: 'UTF-16LE that nobody declares', pages: send('text/plain', hex(utf16le)), holds: words },
  { name: 'UTF-16BE that nobody declares', pages: send('text/plain', hex(utf16be)), holds: words },
  { name: 'a zero in UTF-8', pages: send('text/plain', hex('6100'), hex(utf8)), holds: words },
  { name: 'UTF-8 with a mark', pages: send('text/plain', hex('efbbbf'), hex(utf8)), holds: words },
  {
    name: 'a mark goes before Content-Type',
    pages: send('text/plain; charset=iso-8859-1', hex('efbbbf'), hex(utf8)),
    holds: words,
  },
  {
    name: 'Content-Type goes before a meta element',
    pages: send('text/html; charset=utf-8', '<meta charset=koi8-r>', hex(utf8)),
    holds: words,
  },
  { name: 'UTF-8 that nobody declares', pages: send('text/html', '<p>', hex(utf8)), holds: words },
  { name: 'Latin that nobody declares', pages: send('text/html', '<p>', hex(latin)), holds: 'Größe' },
  { name: 'nothing declared at all', pages: send(null, hex(latin)), holds: 'Größe' },
  {
    name: 'a charset that nobody knows, then a meta element',
    pages: send('text/html; charset=klingon', '<meta charset="windows-1252">', hex(latin)),
    holds: 'Größe',
  },
  { name: 'a charset of nothing', pages: send('text/html; charset=', '<p>', hex(utf8)), holds: words },
  ...['iso-2022-kr', 'hz-gb-2312', 'iso-2022-cn'].map((charset): Case => ({
    name: `${charset}, which browsers do not read`,
    pages: send(`text/html; charset=${charset}`, 'all is well'),
    holds: null,
    unread: 'it is in a charset that browsers do not read any more',
  })),
  {
    name: 'UTF-16 in a meta element of UTF-8',
    pages: send('text/html', '<meta charset=utf-16><p>', hex(utf8)),
    holds: words,
  },
  {
    name: 'two charsets: the first counts',
    pages: send('text/html; charset=utf-8; charset=koi8-r', hex(utf8)),
    holds: words,
  },
  {
    name: 'a charset whose quote does not end',
    pages: send('text/html; charset="utf-8', '<p>', hex(utf8)),
    holds: words,
  },
  {
    name: 'a meta element in a comment is none',
    pages: send('text/html', '<!-- <meta charset=koi8-r> --><p>', hex(utf8)),
    holds: words,
  },
];

export const charsetCases: readonly Case[] = [...declared, ...others];
