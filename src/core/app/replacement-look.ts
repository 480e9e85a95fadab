/** Judges another copy of a document: what it would do, why it is refused, and what a person should know before. */
import type { DocumentDetail } from '../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import type { DropEntry } from '../../shared/intake.ts';
import { isOtherType, type ReplacementLook, wantsTheOriginal } from '../../shared/replacement.ts';

export interface LookInput {
  document: Pick<DocumentDetail, 'id' | 'path' | 'type' | 'bytes' | 'sha256' | 'pages'>;
  code: ExceptionCode;
  batchName: string;
  copy: DropEntry;
  /** The document of the same batch that has the bytes of the copy; null: none. */
  twin: { id: string; path: string } | null;
  /** Whether the original belongs into the vault. */
  isKept: boolean;
}

type Refusal = NonNullable<ReplacementLook['refusal']>;

/** Problems of a copy that the run may still solve, or of only a part of it. */
const MAY_HELP: ReadonlySet<ExceptionCode> = new Set(['encrypted', 'container_error', 'container_limit']);
/** Whether a problem of a copy is said and does not refuse it. */
const isSaidOnly = (code: ExceptionCode): boolean =>
  EXCEPTIONS[code].severity === 'warning' || MAY_HELP.has(code);

export function lookAt(input: LookInput): ReplacementLook {
  const { document, code, batchName, copy } = input;
  const isOriginal = copy.sha256 !== null && copy.sha256 === document.sha256;
  const refusal = refusalOf(input, isOriginal);
  const { path, type, bytes, sha256, pages } = document;
  return {
    ...{ code, batchName },
    replaced: { path, type, bytes, sha256, pages },
    copy: { path: copy.path, type: copy.type, bytes: copy.bytes, sha256: copy.sha256, pages: copy.pages },
    outcome: refusal !== null ? 'refused' : isOriginal ? 'original' : 'replaces',
    refusal,
    otherType: isOtherType(document.type, copy.type),
    notes:
      copy.exception !== null && isSaidOnly(copy.exception)
        ? [`${EXCEPTIONS[copy.exception].sentence} ${copy.detail}`.trim()]
        : [],
  };
}

/** Returns why a copy cannot be handed in; null if it can. */
function refusalOf({ document, code, copy, twin, isKept }: LookInput, isOriginal: boolean): Refusal | null {
  if (copy.bytes === 0)
    return { message: `“${copy.path}” is empty (0 bytes).`, action: 'Ask for a copy that has content.' };
  if (copy.excluded)
    return {
      message: `“${copy.path}” is left out: ${copy.detail === '' ? 'it is not a document.' : copy.detail}`,
      action: 'Choose the document itself.',
    };
  if (isOriginal && !wantsTheOriginal(code))
    return {
      message: `“${copy.path}” is the same file again: its bytes are those of “${document.path}”.`,
      action: 'Ask for another copy, or dismiss the item if there is none.',
    };
  if (isOriginal && !isKept)
    return {
      message: `“${copy.path}” is the original itself, which Redwell reads where it was received.`,
      action: 'Put it back to that place, then retry the document.',
    };
  if (twin !== null && twin.id !== document.id)
    return {
      message: `“${copy.path}” is already in the batch, as “${twin.path}”.`,
      action: 'Look at that document, then dismiss this item.',
    };
  if (copy.exception !== null && !isSaidOnly(copy.exception))
    return {
      message: `Redwell cannot read “${copy.path}” either. ${EXCEPTIONS[copy.exception].sentence}`,
      action: copy.detail === '' ? 'Ask for another copy.' : `${copy.detail} Ask for another copy.`,
    };
  return null;
}
