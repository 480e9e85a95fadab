/** Parts of which random addresses are made that programs read in different ways. */
import fc from 'fast-check';

const PATH = [
  ...['..', '%2e%2e', '%2E.', '.', '', 'a', 'assets', '%2f', '%5c', '\\', '..%2f..', '%00', '%c0%ae'],
  ...['%252e%252e', '%', ';', ':', '//', 'index.html', 'index.js', 'app.js', 'etc', 'passwd'],
];
/** @param more parts that only one server could read wrongly */
export const pathPart = (...more: string[]): fc.Arbitrary<string> => fc.constantFrom(...PATH, ...more);

export const externalPart = fc.constantFrom(
  ...[
    'https:',
    '//',
    '/',
    '\\',
    'redis.io',
    'www.rfc-editor.org',
    'evil.example',
    'user',
    'REDIS.IO',
    'xn--',
  ],
  ...['@', ':', '443', '.', '?', '#', ';', '&', '%2f', '%00', '%5c', '\t', '\n', '\r', ' '],
  ...['\u3002', '\u0000', '\uff0f', '\u2044', '\u00ad'],
);
