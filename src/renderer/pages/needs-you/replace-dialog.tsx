/** The dialog in which another copy of a document is chosen, compared with it and handed in. */
import { Alert, Button, Checkbox, Group, Modal, Stack, Table, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconFileUpload, IconInfoCircle } from '@tabler/icons-react';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { AttentionKey } from '../../../shared/attention.ts';
import type { ReplacementLook } from '../../../shared/replacement.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { bytes, count, NONE } from '../../lib/format.ts';
import { useUpload } from '../../stores/use-app-store.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { REPLACE_TEXT } from '../../text/replace.ts';
import { DropProgress } from '../intake/drop-progress.tsx';
import { type Replacing, useReplacing } from './use-replacing.ts';

export interface ReplaceItem extends AttentionKey {
  path: string;
}

interface Props {
  /** Null: closed. */
  item: ReplaceItem | null;
  close(): void;
  /** Called after something changed. */
  done(): void;
}

export function ReplaceDialog({ item, close, done }: Props) {
  // The dialog fades out with what it showed last.
  const last = useRef(item);
  if (item !== null) last.current = item;
  const shown = last.current;
  const leave = useRef<() => void>(() => undefined);
  const onClose = (): void => {
    leave.current();
    close();
  };
  return (
    <Modal opened={item !== null} onClose={onClose} title={REPLACE_TEXT.title} centered size="lg">
      {shown !== null && (
        <Copy
          key={`${shown.documentId} ${shown.code}`}
          item={shown}
          onLeave={(discard) => {
            leave.current = discard;
          }}
          cancel={onClose}
          close={close}
          done={done}
        />
      )}
    </Modal>
  );
}

interface CopyProps {
  item: ReplaceItem;
  /** Takes what must happen when the dialog is left without handing in. */
  onLeave(discard: () => void): void;
  cancel(): void;
  close(): void;
  done(): void;
}

function Copy({ item: { documentId, code, path }, onLeave, cancel, close, done }: CopyProps) {
  const key = useMemo(() => ({ documentId, code }), [documentId, code]);
  const replacing = useReplacing(key, path, done);
  onLeave(replacing.leave);
  const { drop, look, error } = replacing;
  const failed = drop?.status === 'failed' ? drop.error : null;
  const upload = useUpload(drop?.id ?? '');
  const isReading = drop !== null && look === null && failed === null && error === null;
  return (
    <Stack gap="sm" data-testid="replace-dialog">
      <Text size="sm" className="breakable">
        <b>{path}</b>
      </Text>
      <Text size="sm" className="muted">
        {REPLACE_TEXT.hint}
      </Text>
      <Chooser replacing={replacing} isFirst={drop === null} />
      {error !== null && <ErrorAlert error={error} />}
      {failed !== null && <ErrorAlert error={failed} />}
      {upload?.error != null && <ErrorAlert error={upload.error} />}
      {isReading && (
        <>
          <DropProgress drop={drop} upload={upload} />
          <Text size="sm" className="muted" role="status">
            {REPLACE_TEXT.reading}
          </Text>
        </>
      )}
      {look !== null && <Compared look={look} />}
      {look !== null && look.outcome !== 'refused' && (
        <HandIn look={look} replacing={replacing} cancel={cancel} close={close} />
      )}
    </Stack>
  );
}

function Chooser({ replacing: { choose }, isFirst }: { replacing: Replacing; isFirst: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Group>
      <Button
        variant={isFirst ? 'filled' : 'default'}
        size="xs"
        leftSection={<IconFileUpload size={15} aria-hidden />}
        loading={choose.busy}
        onClick={() => input.current?.click()}
        data-autofocus
        data-testid="replace-choose"
      >
        {isFirst ? REPLACE_TEXT.choose : REPLACE_TEXT.chooseAnother}
      </Button>
      <input
        type="file"
        ref={input}
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void choose.run(file);
        }}
        aria-label={REPLACE_TEXT.choose}
        data-testid="replace-input"
      />
    </Group>
  );
}

type Side = ReplacementLook['copy'];
const FACTS: readonly { label: string; of: (side: Side) => string }[] = [
  { label: 'File', of: ({ path }) => path },
  { label: 'Type', of: ({ type }) => TYPE_LABEL[type] },
  { label: 'Size', of: (side) => bytes(side.bytes) },
  { label: 'Pages', of: ({ pages }) => (pages === null ? NONE : count(pages)) },
  { label: 'SHA-256', of: ({ sha256 }) => sha256 ?? NONE },
];

function Compared({ look }: { look: ReplacementLook }) {
  const { replaced, copy, refusal, outcome, notes } = look;
  return (
    <>
      <Table layout="fixed" verticalSpacing={4} aria-label={REPLACE_TEXT.title} data-testid="replace-facts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>
              <span className="muted">Compared</span>
            </Table.Th>
            <Table.Th>{REPLACE_TEXT.columns.now}</Table.Th>
            <Table.Th>{REPLACE_TEXT.columns.copy}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FACTS.map(({ label, of }) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" fw={400} className="muted">
                {label}
              </Table.Th>
              <Table.Td title={of(replaced)}>
                <MiddleTruncate text={of(replaced)} />
              </Table.Td>
              <Table.Td title={of(copy)}>
                <MiddleTruncate text={of(copy)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {refusal !== null && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={refusal.message}
          role="alert"
          data-testid="replace-refusal"
        >
          {refusal.action}
        </Alert>
      )}
      {outcome === 'original' && (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />} data-testid="replace-original">
          {REPLACE_TEXT.original}
        </Alert>
      )}
      {refusal === null &&
        notes.map((note) => (
          <Alert key={note} color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {note}
          </Alert>
        ))}
    </>
  );
}

interface HandInProps {
  look: ReplacementLook;
  replacing: Replacing;
  cancel(): void;
  close(): void;
}

function HandIn({ look, replacing: { submit }, cancel, close }: HandInProps) {
  const [reason, setReason] = useState('');
  const [isSame, setIsSame] = useState(false);
  const isOriginal = look.outcome === 'original';
  const words = isOriginal ? REPLACE_TEXT.putBack : reason.trim();
  const mustConfirm = look.otherType && !isOriginal;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (words === '' || (mustConfirm && !isSame)) return;
    void submit.run(words, mustConfirm).then((succeeded) => {
      if (succeeded) close();
    });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {mustConfirm && (
          <Checkbox
            label={REPLACE_TEXT.otherType(look.replaced.type, look.copy.type)}
            checked={isSame}
            onChange={(event) => setIsSame(event.currentTarget.checked)}
            data-testid="replace-other-type"
          />
        )}
        {!isOriginal && (
          <>
            <Textarea
              label={REPLACE_TEXT.reason}
              description={REPLACE_TEXT.reasonHint}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={500}
              rows={2}
              required
              data-testid="replace-reason"
            />
            <Group gap={6}>
              {REPLACE_TEXT.reasons.map((one) => (
                <Button key={one} variant="default" size="compact-xs" onClick={() => setReason(one)}>
                  {one}
                </Button>
              ))}
            </Group>
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={submit.busy}
            disabled={words === '' || (mustConfirm && !isSame)}
            data-testid="replace-submit"
          >
            {isOriginal ? REPLACE_TEXT.putBack : REPLACE_TEXT.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
