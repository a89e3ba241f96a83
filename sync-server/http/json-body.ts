import { Problem } from './problem.ts';

/** No body needs more levels than a fact's payload. A deeper one is an attack on the stack. */
export const deepest = 32;

/** Parses a JSON text; undefined for an empty one. Refuses values that could do harm later. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  if (nestsDeeper(text, deepest)) throw new Problem(400, `The body nests deeper than ${deepest} levels.`);
  try {
    return JSON.parse(text, refusePollution) as unknown;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'The body is not JSON.', { cause: error });
  }
}

function refusePollution(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new Problem(400, 'The body has a field with a forbidden name.', {
      errors: [{ field: key, expected: 'another name' }],
    });
  }
  return value;
}

/** Whether a JSON text has more than `limit` levels. Scans the text, because deep nesting attacks the parser. */
export function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === backslash) index++;
      else if (character === quote) isInString = false;
    } else if (character === quote) isInString = true;
    else if (character === openBrace || character === openBracket) {
      if (++depth > limit) return true;
    } else if (character === closeBrace || character === closeBracket) depth--;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
