/** The page that proves a pack without its batch: one that was opened from the desktop, chosen, or handed over here. */
import { Anchor, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconFolderOpen, IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { PackCheck } from '../../../shared/handover.ts';
import type { KnownPack } from '../../../shared/packs.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { checkPackPath } from '../../lib/routes.ts';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { CHECK_PACK_TEXT, packSentences, rootOf } from '../../text/check-pack.ts';
import classes from './check-pack.module.css';

export function CheckPackPage() {
  const chosen = new URLSearchParams(useSearch()).get('pack');
  // A pack that was opened from the desktop is listed only after it was opened, so the list is asked for anew.
  return <PackList key={chosen} chosen={chosen} />;
}

function PackList({ chosen }: { chosen: string | null }) {
  const { bridge } = useAppStore();
  const packs = useRequest(useCallback(() => bridge.request('packs.list', {}), [bridge]));
  const pack = packs.value?.find(({ packId }) => packId === chosen) ?? null;
  return (
    <Page title={CHECK_PACK_TEXT.title} subtitle={CHECK_PACK_TEXT.subtitle} actions={<ChooseButton />}>
      {pack !== null && <Checked key={pack.packId} pack={pack} />}
      <Panel title={CHECK_PACK_TEXT.packs} testId="packs">
        {packs.error !== null && <ErrorAlert error={packs.error} retry={packs.reload} />}
        {packs.value === null && packs.error === null && <Loader aria-label="Loading the packs" />}
        {packs.value !== null && <Packs packs={packs.value} chosen={chosen} />}
      </Panel>
    </Page>
  );
}

/** Asks for a folder, where a dialog can. */
function ChooseButton() {
  const { bridge } = useAppStore();
  const [, navigate] = useLocation();
  const canChoose = useHostInfo()?.capabilities.folderDialog === true;
  const choose = useAction(
    useCallback(async () => {
      const pack = await bridge.request('packs.pick', {});
      if (pack !== null) navigate(checkPackPath(pack.packId));
    }, [bridge, navigate]),
  );
  if (!canChoose) return null;
  return (
    <Button
      leftSection={<IconFolderOpen size={15} aria-hidden />}
      loading={choose.busy}
      onClick={() => void choose.run()}
      data-testid="pack-choose"
    >
      {CHECK_PACK_TEXT.choose}
    </Button>
  );
}

function Packs({ packs, chosen }: { packs: readonly KnownPack[]; chosen: string | null }) {
  const canChoose = useHostInfo()?.capabilities.folderDialog === true;
  if (packs.length === 0)
    return (
      <Text size="sm" className="muted" maw="70ch" data-testid="packs-none">
        {CHECK_PACK_TEXT.none} {canChoose ? CHECK_PACK_TEXT.noneDesktop : CHECK_PACK_TEXT.noneBrowser}
      </Text>
    );
  return (
    <ul className={classes.packs}>
      {packs.map(({ packId, name, folder }) => (
        <li key={packId} className={classes.pack}>
          <Anchor
            component={Link}
            href={checkPackPath(packId)}
            size="sm"
            fw={600}
            aria-current={packId === chosen ? 'true' : undefined}
            data-testid="pack"
          >
            {name}
          </Anchor>
          <Text size="xs" className={`muted ${classes.path}`}>
            {folder}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** Checks a pack as soon as it is shown, and again with the root hash that somebody enters. */
function Checked({ pack: { packId, name, folder } }: { pack: KnownPack }) {
  const { bridge } = useAppStore();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<{ check: PackCheck; root: string } | null>(null);
  const root = rootOf(typed);
  const verify = useAction(
    useCallback(
      async (against: string) => {
        setFound(null);
        setFound({ check: await bridge.request('packs.check', { packId, root: against }), root: against });
      },
      [bridge, packId],
    ),
    'caller',
  );
  const { run } = verify;
  useEffect(() => void run(''), [run]);
  const stop = useAction(useCallback(() => bridge.request('packs.stop', { packId }), [bridge, packId]));
  return (
    <Panel title={name} testId="pack-checked">
      <Stack gap="sm">
        <Text size="sm" className={classes.path}>
          {folder}
        </Text>
        <div role="status" aria-live="polite">
          {verify.busy && (
            <Group gap="xs">
              <Loader size="xs" aria-hidden />
              <Text size="sm">{CHECK_PACK_TEXT.reading}</Text>
              <Button variant="subtle" size="compact-sm" onClick={() => void stop.run()}>
                Stop
              </Button>
            </Group>
          )}
          {found !== null && <Result check={found.check} root={found.root} />}
        </div>
        {verify.error !== null && <ErrorAlert error={verify.error} />}
        <Group align="flex-end" gap="sm">
          <TextInput
            label={CHECK_PACK_TEXT.root}
            description={CHECK_PACK_TEXT.rootHint}
            size="sm"
            w={560}
            maw="100%"
            maxLength={200}
            value={typed}
            error={root === null ? CHECK_PACK_TEXT.rootWrong : null}
            autoComplete="off"
            spellCheck={false}
            onChange={({ currentTarget: { value } }) => setTyped(value)}
            data-testid="pack-root"
          />
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={15} aria-hidden />}
            aria-disabled={verify.busy || root === null}
            onClick={() => root !== null && void run(root)}
            data-testid="pack-check"
          >
            {found === null ? CHECK_PACK_TEXT.check : CHECK_PACK_TEXT.again}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

function Result({ check, root }: { check: PackCheck; root: string }) {
  const [first, ...others] = packSentences(check, root);
  return (
    <Stack gap={4} data-testid="pack-result">
      <Text fw={600} className="breakable" c={check.whole ? 'var(--rw-ok-text)' : 'var(--rw-bad-text)'}>
        {first}
      </Text>
      {check.rootHash !== null && (
        <Text size="sm">
          {CHECK_PACK_TEXT.hash}: <span className={classes.hash}>{check.rootHash}</span>
        </Text>
      )}
      {others.map((sentence) => (
        <Text key={sentence} size="sm" maw="80ch">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}
