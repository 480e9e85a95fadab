/** The tokens that charts draw with: a canvas cannot read CSS variables itself. */
import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useLook } from './look.ts';

interface ChartColors {
  readonly completed: string;
  /** Striped, so that exceptions differ by more than their color. */
  readonly exceptions: string | CanvasPattern;
  readonly text: string;
  readonly line: string;
}

/** Side of the tile that is repeated, px. */
const TILE = 6;

/** Returns diagonal stripes; the plain color where the browser draws no patterns. */
function striped(color: string, ground: string): string | CanvasPattern {
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (context === null) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = ground;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const shift of [-TILE, 0, TILE]) {
    context.moveTo(shift, TILE);
    context.lineTo(shift + TILE, 0);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}

/** Returns the colors of the current look. */
export function useChartColors(): ChartColors {
  const scheme = useComputedColorScheme('light');
  const { contrast } = useLook();
  // biome-ignore lint/correctness/useExhaustiveDependencies: both change what the variables hold
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string): string => style.getPropertyValue(`--rw-${name}`).trim();
    return {
      completed: token('run'),
      exceptions: striped(token('bad'), token('surface')),
      text: token('muted'),
      line: token('line'),
    };
  }, [scheme, contrast]);
}
