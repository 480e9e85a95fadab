/** Reads the values of the fields that hold no words. */
import { DOCUMENT_STATUSES } from './documents.ts';
import { EXCEPTIONS } from './exceptions.ts';
import {
  type Filter,
  languageNamed,
  type SearchField,
  SearchSyntaxError,
  TYPE_GROUP_NAMES,
  typesNamed,
  type ValueField,
} from './search-ast.ts';
import { datesNamed } from './search-dates.ts';

/** A search with each field. */
export const EXAMPLES: Readonly<Record<SearchField, string>> = {
  from: 'from:reyes',
  to: 'to:"Dana Reyes"',
  cc: 'cc:reyes',
  subject: 'subject:invoice',
  name: 'name:contract',
  path: 'path:correspondence',
  entity: 'entity:"Harlan Maritime"',
  matter: 'matter:Harlan',
  custodian: 'custodian:Reyes',
  batch: 'batch:"Production 3"',
  type: 'type:pdf',
  date: 'date:2023..2024',
  has: 'has:warning',
  is: 'is:duplicate',
  lang: 'lang:en',
  similar: 'similar:20261129-1405-k3xwq-d00012',
  thread: 'thread:20261129-1405-k3xwq-d00012',
  control: 'control:ABC00012',
};

/** @param token the place of the value @throws SearchSyntaxError for a value that the field does not have */
export function filterOf(field: ValueField, typed: string, token: { at: number; end: number }): Filter {
  const value = typed.trim().toLowerCase();
  const refuse = (message: string): SearchSyntaxError => new SearchSyntaxError(token.at, token.end, message);
  switch (field) {
    case 'date': {
      const days = datesNamed(value.replaceAll(/\s+/g, ''));
      if (days === null)
        throw refuse(
          `“${typed}” is not a date. Write date:2023, date:2023-05, date:2023..2024 or date:>2023-01-31.`,
        );
      if (days.from !== null && days.to !== null && days.from > days.to)
        throw refuse('This period ends before it begins.');
      return { kind: 'date', ...days };
    }
    case 'type':
      if (typesNamed(value) === null)
        throw refuse(
          `There is no type “${typed}”. Write an extension such as pdf or docx, or ${TYPE_GROUP_NAMES.join(', ')}.`,
        );
      return { kind: 'type', value };
    case 'has':
      if (
        value !== 'warning' &&
        value !== 'exception' &&
        value !== 'text' &&
        value !== 'similar' &&
        value !== 'thread' &&
        value !== 'inclusive' &&
        !Object.hasOwn(EXCEPTIONS, value)
      )
        throw refuse(
          `Redwell does not know has:${typed}. Write has:warning, has:exception, has:text, has:similar, has:thread, has:inclusive or the code of a warning.`,
        );
      return { kind: 'has', value };
    case 'is':
      if (!(DOCUMENT_STATUSES as readonly string[]).includes(value))
        throw refuse(
          `Redwell does not know is:${typed}. Write is: and one of ${DOCUMENT_STATUSES.join(', ')}.`,
        );
      return { kind: 'is', value };
    case 'similar':
    case 'thread':
      if (!/^[\w-]{1,100}$/.test(typed.trim()))
        throw refuse(`“${typed}” is not the id of a document. Write ${EXAMPLES[field]}.`);
      return { kind: field, value: typed.trim() };
    case 'control':
      if (typed.replaceAll('*', '').trim() === '')
        throw refuse('Write a control number, such as control:ABC00012, or its beginning: control:ABC*.');
      return { kind: 'control', value: typed.trim() };
    case 'lang': {
      const language = languageNamed(value);
      if (language === null) throw refuse(`“${typed}” is not a language code. Write lang:en or lang:eng.`);
      return { kind: 'lang', value: language };
    }
  }
}
