/** The tooltip of a control in the header. It is loaded after the page: see `hint.tsx`. */
import { Tooltip } from '@mantine/core';
import type { RefObject } from 'react';

interface Props {
  target: RefObject<HTMLElement | null>;
  label: string;
}

export default function TargetTooltip({ target, label }: Props) {
  return <Tooltip target={target} label={label} events={{ hover: true, focus: true, touch: false }} />;
}
