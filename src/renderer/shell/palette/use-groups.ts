/** Everything that the palette shows for what was typed, in groups. */
import {
  type Icon,
  IconAlertTriangle,
  IconFileText,
  IconHistory,
  IconLoader,
  IconSearch,
  IconShieldCheck,
  IconStack2,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import type { SearchHit } from '../../../shared/search.ts';
import { visibleOnPage } from '../../../shared/visible.ts';
import { dateTime, percent, plural, splitPath } from '../../lib/format.ts';
import { batchIdOf, batchPath, checkPackPath, NAV_ITEMS } from '../../lib/routes.ts';
import { useActiveBatches, useBatch } from '../../stores/use-app-store.ts';
import { BATCH_STATUS_LABEL } from '../../text/labels.ts';
import { CHECK_PACK, CHECK_PACK_ABOUT, PALETTE_TEXT } from '../../text/palette.ts';
import { fits, type PaletteGroup, type PaletteItem } from './items.ts';
import { type Recent, readRecent } from './recent.ts';
import { useActions, useRefusal } from './use-actions.ts';
import { type FoundDocuments, useEndedBatches, useFoundDocuments } from './use-found.ts';

const PAGES: readonly PaletteItem[] = [
  ...NAV_ITEMS,
  { to: checkPackPath(), label: CHECK_PACK, about: CHECK_PACK_ABOUT, icon: IconShieldCheck },
].map(({ to, label, about, icon }) => ({ id: `page:${to}`, ...{ to, label, about, icon } }));

const RECENT_ICON: Readonly<Record<Recent['kind'], Icon>> = {
  batch: IconStack2,
  document: IconFileText,
  search: IconSearch,
};

const NO_BATCHES: readonly Batch[] = [];

function batchItem(batch: Batch, progress: string): PaletteItem {
  const parts = [BATCH_STATUS_LABEL[batch.status], progress, batch.matter, batch.custodian];
  return {
    id: `batch:${batch.id}`,
    label: visibleOnPage(batch.name),
    about: visibleOnPage(parts.filter((part) => part !== '').join(', ')),
    keywords: [batch.id],
    icon: IconStack2,
    to: batchPath(batch.id),
  };
}

const searchAddress = (path: string, query: string): string => `${path}?${new URLSearchParams({ q: query })}`;

/** Returns the document with the words around its first hit. */
function hitItem(hit: SearchHit, query: string): PaletteItem {
  const [excerpt] = hit.excerpts;
  const around = excerpt === undefined ? (hit.subject ?? '') : `… ${excerpt.text.trim()} …`;
  return {
    id: `document:${hit.documentId}`,
    label: visibleOnPage(splitPath(hit.path).name),
    about: visibleOnPage([hit.batchName, around].filter((part) => part !== '').join(' · ')),
    icon: IconFileText,
    to: searchAddress(`/search/${encodeURIComponent(hit.documentId)}`, query),
  };
}

/** Returns the way to the Search page, then what was found, or what there is to say instead. */
function documentItems(typed: string, found: FoundDocuments): PaletteItem[] {
  if (found.state === 'idle') return [];
  const query = typed.trim();
  const all: PaletteItem = {
    id: 'search',
    label: visibleOnPage(PALETTE_TEXT.searchAll(query)),
    about: found.state === 'found' ? plural(found.total, 'document') : PALETTE_TEXT.searchAllAbout,
    icon: IconSearch,
    to: searchAddress('/search', query),
  };
  const note = (label: string, icon: Icon): PaletteItem => ({ id: 'note', label, icon, refused: label });
  switch (found.state) {
    case 'found':
      return [
        { ...all, ...(found.query === query ? {} : { to: searchAddress('/search', found.query) }) },
        ...found.hits.map((hit) => hitItem(hit, found.query)),
      ];
    case 'searching':
      return [all, note(PALETTE_TEXT.searching, IconLoader)];
    case 'problem':
      return [all, note(found.message, IconAlertTriangle)];
    default:
      return [all, note(PALETTE_TEXT.noHits, IconSearch)];
  }
}

/** Returns what was opened last; the page that is open now is no place to go. */
function recentItems(location: string): PaletteItem[] {
  return readRecent()
    .filter(({ to }) => !to.startsWith(location) || location === '/')
    .map(({ kind, label, about, to }) => ({
      ...{ id: `recent:${to}`, label, about, to },
      icon: RECENT_ICON[kind] ?? IconHistory,
    }));
}

/** @param opened whether the palette is shown: only then does the list of recent items need to be current */
export function useGroups(typed: string, opened: boolean): readonly PaletteGroup[] {
  const [location] = useLocation();
  const active = useActiveBatches() ?? NO_BATCHES;
  const current = useBatch(batchIdOf(location) ?? '');
  const ended = useEndedBatches(typed);
  const found = useFoundDocuments(typed);
  const isTyped = typed.trim() !== '';
  const acted = useMemo(() => {
    const others = isTyped ? [...active, ...ended] : NO_BATCHES;
    return current === undefined ? others : [current, ...others.filter(({ id }) => id !== current.id)];
  }, [active, current, ended, isTyped]);
  const actions = useActions(acted, useRefusal());
  const recent = useMemo(
    () => (opened && !isTyped ? recentItems(location) : []),
    [opened, isTyped, location],
  );
  return useMemo(() => {
    const batches = active.map((batch) => batchItem(batch, percent(batch.percent)));
    const past = ended.map((batch) => batchItem(batch, dateTime(batch.endedAt)));
    const named = (items: readonly PaletteItem[]): PaletteItem[] => items.filter((item) => fits(item, typed));
    const text = PALETTE_TEXT.groups;
    return [
      { label: text.recent, items: recent },
      // The host has chosen the ended ones, also by a part of a word.
      { label: text.batches, items: [...named(batches), ...past] },
      { label: text.pages, items: named(PAGES) },
      { label: text.actions, items: named(actions) },
      { label: text.documents, items: documentItems(typed, found) },
    ].filter(({ items }) => items.length > 0);
  }, [actions, active, ended, found, recent, typed]);
}
