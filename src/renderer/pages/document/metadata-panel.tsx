/** What the document states about itself, and where the file came from. */
import { SimpleGrid } from '@mantine/core';
import type { DocumentDetail, MailAddress } from '../../../shared/documents.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { Panel } from '../../components/panel.tsx';
import { statedTime, zonedTime } from '../../lib/format.ts';

const languages = new Intl.DisplayNames(['en-US'], { type: 'language' });

const people = (addresses: readonly MailAddress[] | undefined): string | undefined =>
  addresses
    ?.map(({ name, address }) => (name === '' ? address : address === '' ? name : `${name} <${address}>`))
    .join(', ');

const time = (iso: string | undefined): string | undefined =>
  iso === undefined ? undefined : statedTime(iso);

export function MetadataPanel({ document }: { document: DocumentDetail }) {
  const { metadata: m, modifiedAt, custodian } = document;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Subject', m.subject],
    ['Title', m.title === m.subject ? undefined : m.title],
    ['From', people(m.from)],
    ['To', people(m.to)],
    ['Cc', people(m.cc)],
    ['Bcc', people(m.bcc)],
    ['Sent', time(m.sent)],
    ['Received', time(m.received)],
    ['Author', m.author],
    ['Created', time(m.created)],
    ['Last modified', time(m.modified)],
    ['Attachments', m.attachments?.join(', ')],
    ['Language', m.language === undefined ? undefined : languages.of(m.language)],
    ['Message-ID', m.messageId],
    ['In reply to', m.inReplyTo],
    ['Conversation', m.conversation === m.messageId ? undefined : m.conversation],
    ['File last changed', modifiedAt === null ? undefined : zonedTime(modifiedAt)],
    ['Custodian', custodian === '' ? undefined : custodian],
  ];
  const items = all.flatMap(([name, value]): DescriptionItem[] =>
    value === undefined || value === '' ? [] : [[name, value, 'text']],
  );
  if (items.length === 0) return null;
  const half = Math.ceil(items.length / 2);
  return (
    <Panel title="Metadata" testId="metadata">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <DescriptionList items={items.slice(0, half)} label="Metadata" />
        {items.length > 1 && <DescriptionList items={items.slice(half)} label="More metadata" />}
      </SimpleGrid>
    </Panel>
  );
}
