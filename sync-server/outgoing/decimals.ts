// Decimal numbers as text, without the limits of a double: 9007199254740993 is not 9007199254740992.

/** JSON's grammar, plus a plus sign or leading zeros, as people write them. */
const grammar = /^\s*([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,9}))?\s*$/;

export const isDecimal = (text: string): boolean => grammar.test(text);

type Decimal = { sign: number; digits: string; exponent: number };

/** `digits` without zeros at either end; the value is 0.digits · 10^exponent. */
function parse(text: string): Decimal {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = grammar.exec(text) ?? [];
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0 };
  const zeros = all.length - digits.length;
  return {
    sign: sign === '-' ? -1 : 1,
    digits: digits.replace(/0+$/, ''),
    exponent: whole.length - zeros + Number(exponent),
  };
}

/** Negative, 0 or positive when `left` is less than, equal to or greater than `right`. Both must be decimals. */
export function compareDecimals(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  if (a.digits === b.digits) return 0;
  return a.sign * (a.digits < b.digits ? -1 : 1);
}

/** Whether a double holds this number exactly. */
export function fitsDouble(source: string): boolean {
  const value = Number(source);
  return Number.isFinite(value) && (!isDecimal(source) || compareDecimals(source, String(value)) === 0);
}
