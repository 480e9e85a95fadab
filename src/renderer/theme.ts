/** How Redwell looks: calm, dense, with one accent; meaning is never carried by colour alone. */
import { Badge, Button, createTheme, type MantineColorsTuple, Table, Tooltip } from '@mantine/core';

/** A slate blue that keeps 4.5:1 on white at shade 7 and on the dark surface at shade 4. */
const ink: MantineColorsTuple = [
  '#eef3fb',
  '#dbe4f3',
  '#b3c6e6',
  '#89a7da',
  '#678dd0',
  '#517dca',
  '#4474c7',
  '#3563b0',
  '#2c589e',
  '#1e4c8c',
];

const dark: MantineColorsTuple = [
  '#d5d9e0',
  '#b6bcc7',
  '#949cab',
  '#737c8c',
  '#525a69',
  '#363d49',
  '#2a303b',
  '#1e232c',
  '#171b22',
  '#101319',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace',
  headings: {
    fontFamily: SYSTEM_FONTS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { root: { textTransform: 'none' } },
    }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 360 } }),
  },
});
