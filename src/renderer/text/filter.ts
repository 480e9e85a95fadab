/** The sentence that says which documents a list shows. */
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { entityName } from '../lib/entity-name.ts';
import type { DocumentFilter } from '../pages/batch/filter.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from './labels.ts';
import { relatedSentence } from './related.ts';

/** Returns what limits the list, such as `Only documents with the status Exception, cause Corrupt, in Reading text.` */
export function filterSentence({
  status,
  type,
  code,
  stage,
  warned,
  entity,
  tag,
  related,
  search,
}: DocumentFilter): string {
  const parts = [
    status === null ? null : `with the status ${DOCUMENT_STATUS_LABEL[status]}`,
    type === null ? null : `of the type ${TYPE_LABEL[type]}`,
    warned ? (code === null ? 'with a warning' : `with the warning “${EXCEPTIONS[code].label}”`) : null,
    code === null || warned ? null : `with the cause “${EXCEPTIONS[code].label}”`,
    stage === null ? null : `at the stage “${STAGE_LABEL[stage]}”`,
    entity === null ? null : `mentioning ${entityName(entity.kind, entity.name)}`,
    tag === null ? null : `with the tag “${tag}”`,
    related === null ? null : relatedSentence(related),
    search === '' ? null : `with “${search}” in the path`,
  ].filter((part) => part !== null);
  return `Only documents ${parts.join(', ')}`;
}
