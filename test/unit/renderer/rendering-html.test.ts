import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { renderingPage } from '../../../src/renderer/lib/rendering-html.ts';
import { RENDERING_TAGS, type RenderingToken, type RenderingView } from '../../../src/shared/rendering.ts';

const view = (tokens: RenderingToken[], words: RenderingView['words'] = []): RenderingView => ({
  ...{ tokens, words, omitted: [], cut: false, located: 1 },
});
const NONE = { entities: [], hits: [] };
const bodyOf = (html: string): string => /<body>(.*)<\/body>/s.exec(html)?.[1] ?? '';

describe('the page of a rendering', () => {
  it('begins with a policy that allows nothing but pictures inside the page', () => {
    const { html } = renderingPage(view(['x']), NONE, 'eng');
    expect(html).toMatch(
      /^<!doctype html><html lang="eng"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">/,
    );
  });

  it('never holds an element or attribute that is not in its list, whatever the tokens are', () => {
    const hostile = fc.constantFrom(
      '<script>a()</script>',
      '"><img src=x onerror=a()>',
      "' onload='a()",
      '</body><meta>',
      '&lt;',
    );
    const text = fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 20 }));
    const tag = fc.constantFrom(...RENDERING_TAGS);
    const token: fc.Arbitrary<RenderingToken> = fc.oneof(
      text,
      fc.record({ open: tag, title: text }),
      fc.record({ close: tag }),
      fc.record({ image: text, alt: text, width: fc.constant(7) }),
      fc.constant({ single: 'br' } as const),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), text, (tokens, title) => {
        const entities = [
          { kind: 'person', text: 'x', canonical: title, start: 0, end: 1, page: null },
        ] as never;
        const words = tokens.flatMap((one, i) =>
          typeof one === 'string' && one !== '' ? [[i, 0, 1, 0, 1] as never] : [],
        );
        const seen = new Set<string>();
        const parser = new Parser({
          onopentag(name, attributes) {
            seen.add(name);
            for (const key of Object.keys(attributes)) seen.add(`@${key}`);
            if (name === 'img') expect(attributes.src).toMatch(/^data:image\/webp;base64,/);
          },
        });
        parser.write(bodyOf(renderingPage(view(tokens, words), { entities, hits: [] }, undefined).html));
        parser.end();
        const allowed = new Set<string>([...RENDERING_TAGS, 'br', 'hr', 'img', 'mark']);
        for (const key of ['title', 'src', 'alt', 'width', 'id', 'data-kind', 'data-hit', 'data-t'])
          allowed.add(`@${key}`);
        expect([...seen].filter((name) => !allowed.has(name))).toEqual([]);
      }),
    );
  });

  it('marks a name without the signs around it, and a hit before a name', () => {
    const text = 'To (Jane Roe), Esq.';
    const words: RenderingView['words'] = [
      [1, 0, 2, 0, 2],
      [1, 3, 8, 3, 8],
      [1, 9, 14, 9, 14],
      [1, 15, 19, 15, 19],
    ];
    const entities = [
      { kind: 'person', text: 'Jane Roe', canonical: 'Jane Roe', start: 4, end: 12, page: null },
    ] as never;
    const tokens: RenderingToken[] = [{ open: 'p' }, text, { close: 'p' }];
    const named = renderingPage(view(tokens, words), { entities, hits: [] }, undefined);
    expect(bodyOf(named.html)).toBe(
      '<p><span data-t="1">To (<mark id="m4" data-kind="person" title="People: Jane Roe">Jane Roe</mark>), Esq.</span></p>',
    );
    expect([...named.anchors]).toEqual([[4, 'm4']]);
    const found = renderingPage(view(tokens, words), { entities, hits: [{ start: 9, end: 12 }] }, undefined);
    expect(bodyOf(found.html)).toContain('<mark id="m9" data-hit title="Found by the search">Roe</mark>');
  });
});
