import type { DocumentMetadata } from '../../../documents/types.ts';
import { readXml } from './xml.ts';

type Field = 'title' | 'author' | 'created' | 'modified';

/** Element names of OPC core properties and of meta.xml in OpenDocument. */
const FIELDS: Readonly<Record<string, Field>> = {
  title: 'title',
  creator: 'author',
  'initial-creator': 'author',
  created: 'created',
  'creation-date': 'created',
  modified: 'modified',
  date: 'modified',
};

/** Returns the title, author and times that an Office file states about itself. */
export function readProperties(bytes: Buffer | undefined): DocumentMetadata {
  const metadata: DocumentMetadata = {};
  if (bytes === undefined) return metadata;
  let field: Field | undefined;
  let value = '';
  readXml(bytes, {
    open(name) {
      field = FIELDS[name];
      value = '';
    },
    text(text) {
      value += text;
    },
    close() {
      const plain = value.replace(/\s+/g, ' ').trim();
      if (field !== undefined && plain !== '' && metadata[field] === undefined) {
        const isTime = field === 'created' || field === 'modified';
        const time = isTime ? Date.parse(plain) : 0;
        if (!Number.isNaN(time)) metadata[field] = isTime ? new Date(time).toISOString() : plain;
      }
      field = undefined;
    },
  });
  return metadata;
}
