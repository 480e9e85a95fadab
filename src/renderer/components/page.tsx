/** The frame of a page: its title, its actions and its content. */
import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { MiddleTruncate } from './middle-truncate.tsx';

export interface Crumb {
  readonly label: string;
  readonly to: string;
  readonly testId?: string;
}

interface Props {
  title: string;
  /** The pages above this one, the highest first. */
  crumbs?: readonly Crumb[];
  /** Replaces the plain title. */
  heading?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  /** Lets the page use the width of a very wide window, because it has columns for it. */
  wide?: boolean;
  children: ReactNode;
}

export function Page({ title, crumbs = [], heading, subtitle, actions, wide = false, children }: Props) {
  useDocumentTitle(`${title} · Redwell`);
  return (
    <Stack gap="var(--rw-gap)" maw={wide ? 2600 : 1680} mx="auto">
      <Group justify="space-between" align="flex-start" gap="md" wrap="wrap">
        <div style={{ minWidth: 0, flex: '1 1 320px' }}>
          {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
          {heading ?? <Title order={1}>{title}</Title>}
          {subtitle !== undefined && (
            <Text size="sm" className="muted" component="div">
              {subtitle}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" data-testid="crumbs">
      <Breadcrumbs separator="›" separatorMargin={6} fz="sm" mb={2} lh={1.5}>
        {crumbs.map(({ label, to, testId }) => (
          <Anchor
            key={to}
            component={Link}
            href={to}
            size="sm"
            lh={1.5}
            miw={0}
            maw={360}
            title={label}
            aria-label={label}
            {...(testId === undefined ? {} : { 'data-testid': testId })}
          >
            <MiddleTruncate text={label} />
          </Anchor>
        ))}
      </Breadcrumbs>
    </nav>
  );
}
