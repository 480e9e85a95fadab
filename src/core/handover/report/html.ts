/** Builds HTML out of text, so that no text can become markup. */
import { visible } from '../../../shared/visible.ts';

/** Markup that is safe to be put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

type Value = Html | string | number | readonly Html[];

const markupOf = (value: Value): string =>
  value instanceof Html
    ? value.text
    : typeof value === 'object'
      ? value.map(({ text }) => text).join('')
      : escaped(String(value));

/** Tags a template: everything that is put in is escaped, except other markup. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(
    strings.reduce((all, text, i) => all + text + (i < values.length ? markupOf(values[i] ?? '') : ''), ''),
  );

/** Text of others, such as a path: in its own direction, and with its control characters visible. */
export const foreign = (text: string): Html => html`<bdi>${visible(text)}</bdi>`;

export const section = (title: string, ...content: Html[]): Html =>
  html`<section><h2>${title}</h2>\n${content}</section>\n`;

export const said = (text: string): Html => html`<p>${text}</p>\n`;

export interface TableColumn {
  head: string;
  /** Numbers are set to the right. */
  isNumber?: boolean;
}

export const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly (Html | string | number)[])[],
  foot?: readonly (string | number)[],
): Html => {
  const cells = (row: readonly (Html | string | number)[], tag: 'td' | 'th'): Html[] =>
    row.map((cell, i) => {
      const start = new Html(`<${tag}${columns[i]?.isNumber === true ? ' class="n"' : ''}>`);
      return html`${start}${cell}${new Html(`</${tag}>`)}`;
    });
  const line = (row: readonly (Html | string | number)[], tag: 'td' | 'th' = 'td'): Html =>
    html`<tr>${cells(row, tag)}</tr>\n`;
  return html`<table><thead>${line(
    columns.map(({ head }) => head),
    'th',
  )}</thead><tbody>${rows.map((row) => line(row))}</tbody>${
    foot === undefined ? '' : html`<tfoot>${line(foot)}</tfoot>`
  }</table>\n`;
};
