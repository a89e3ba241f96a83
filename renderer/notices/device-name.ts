type Words = { deviceName: (browser: string, system: string) => string; aBrowser: string; aComputer: string };

const browsers = [
  [/\bEdg(?:A|iOS)?\//u, 'Edge'],
  [/\bFirefox\/|\bFxiOS\//u, 'Firefox'],
  [/\bSamsungBrowser\//u, 'Samsung Internet'],
  [/\bOPR\//u, 'Opera'],
  [/Chrome\/|\bCriOS\//u, 'Chrome'],
  [/\bSafari\//u, 'Safari'],
] as const;
const systems = [
  [/\biPhone\b/u, 'iPhone'],
  [/\biPad\b/u, 'iPad'],
  [/\bAndroid\b/u, 'Android'],
  [/\bWindows\b/u, 'Windows'],
  [/\bMacintosh\b/u, 'Mac'],
  [/\bCrOS\b/u, 'ChromeOS'],
  [/\bLinux\b/u, 'Linux'],
] as const;

/** A readable device name from the user agent: “Chrome on Android”. */
export function nameDevice(userAgent: string, words: Words): string {
  const find = (known: readonly (readonly [RegExp, string])[]) =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1];
  return words.deviceName(find(browsers) ?? words.aBrowser, find(systems) ?? words.aComputer);
}
