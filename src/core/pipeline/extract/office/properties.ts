import type { DocumentMetadata } from '../../../documents/types.ts';
import { readXml } from './xml.ts';

/** Element names of OPC core properties and of meta.xml in OpenDocument. */
const FIELDS: Readonly<Record<string, 'title' | 'author' | 'date'>> = {
  title: 'title',
  creator: 'author',
  'initial-creator': 'author',
  created: 'date',
  'creation-date': 'date',
};

/** Returns the title, author and date that an Office file states about itself. */
export function readProperties(bytes: Buffer | undefined): DocumentMetadata {
  const metadata: DocumentMetadata = {};
  if (bytes === undefined) return metadata;
  let field: 'title' | 'author' | 'date' | undefined;
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
        const time = field === 'date' ? Date.parse(plain) : 0;
        if (!Number.isNaN(time)) metadata[field] = field === 'date' ? new Date(time).toISOString() : plain;
      }
      field = undefined;
    },
  });
  return metadata;
}
