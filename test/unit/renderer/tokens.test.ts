/** The contrast of the design tokens, computed as WCAG 2.2 does, in every theme. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'src', 'renderer', 'tokens.css'),
  'utf8',
);

type Theme = Readonly<Record<string, string>>;

/** Returns the colors that a block of the style sheet sets. */
function colorsOf(selector: string): Record<string, string> {
  const at = CSS.indexOf(`${selector} {`);
  if (at < 0) throw new Error(`tokens.css has no block ${selector}`);
  const block = CSS.slice(at, CSS.indexOf('}', at));
  return Object.fromEntries(
    [...block.matchAll(/--rw-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', color = '']) => [name, color]),
  );
}

const scheme = (name: string): string => `[data-mantine-color-scheme="${name}"]`;
const more = (name: string): string => `:root[data-contrast="more"]${scheme(name)}`;
const THEMES: Readonly<Record<string, { theme: Theme; text: number }>> = {
  light: { theme: colorsOf(`\n${scheme('light')}`), text: 4.5 },
  dark: { theme: colorsOf(`\n${scheme('dark')}`), text: 4.5 },
  'high contrast, light': { theme: colorsOf(more('light')), text: 7 },
  'high contrast, dark': { theme: colorsOf(more('dark')), text: 7 },
};

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const MEANINGS = ['wait', 'run', 'ok', 'warn', 'bad', 'off'];
const GROUNDS = ['surface', 'ground', 'well', 'head'];
const ENTITIES = ['person', 'organization', 'place', 'date', 'money', 'citation', 'contact'];

describe.each(Object.entries(THEMES))('the theme %s', (_name, { theme, text }) => {
  const color = (name: string): string => {
    const found = theme[name];
    if (found === undefined) throw new Error(`The theme has no color ${name}`);
    return found;
  };
  const low = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
    pairs
      .map(([front, back]) => [front, back, contrast(color(front), color(back))] as const)
      .filter(([, , ratio]) => ratio < least)
      .map(([front, back, ratio]) => `${front} on ${back}: ${ratio.toFixed(2)}`);

  it('sets the same colors as the others', () => {
    const names = Object.keys(theme).sort();
    const veil = (all: Theme): string[] =>
      Object.keys(all)
        .filter((name) => name !== 'veil')
        .sort();
    expect(names.filter((name) => name !== 'veil')).toEqual(veil(THEMES.light?.theme ?? {}));
  });

  it('shows text, statuses and names with enough contrast on every ground', () => {
    const fronts = ['text', 'muted', ...MEANINGS, ...ENTITIES];
    const pairs = fronts.flatMap((front) => GROUNDS.map((back) => [front, back] as const));
    expect(low(pairs, text)).toEqual([]);
  });

  it('shows the words of a badge on its tint, and text on a row under the pointer', () => {
    const badges = MEANINGS.map((name) => [`${name}-text`, `${name}-bg`] as const);
    expect(low([...badges, ['text', 'hover'], ['muted', 'hover']], text)).toEqual([]);
  });

  it('shows edges of fields, bars and the focus with 3:1', () => {
    const shapes = ['edge', 'focus', 'idle', ...MEANINGS];
    const pairs = shapes.flatMap((front) =>
      (['surface', 'ground'] as const).map((back) => [front, back] as const),
    );
    const bars = MEANINGS.map((name) => [name, 'idle-bg'] as const);
    expect(low([...pairs, ...bars], 3)).toEqual([]);
  });
});

it('makes the focus 3 px wide in high contrast', () => {
  expect(CSS).toMatch(/:root\[data-contrast="more"\] \{\s*--rw-focus-width: 3px;/);
});
