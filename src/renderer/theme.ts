/** The app's theme: dense, with one accent color. Color never carries meaning alone. */
import {
  Accordion,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Notification,
  Table,
  Tooltip,
  v8CssVariablesResolver,
} from '@mantine/core';

/** A slate blue with a contrast of 4.5:1 on white at shade 7, and on the dark surface at shade 4. */
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
  '#434b58',
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
    Accordion: Accordion.extend({ styles: { item: { borderColor: 'var(--rw-line)' } } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      // Never cut: a label that reads “C…” says nothing.
      styles: { root: { textTransform: 'none', minWidth: 'max-content' } },
    }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // The page reserves the room of its scrollbar at all times (styles.css), so a dialog must not add it again.
        removeScrollProps: { removeScrollBar: false },
        // Mantine renders a <header>, which screen readers would announce as a second page banner.
        attributes: { header: { role: 'presentation' } },
      },
    }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { description: { color: 'var(--rw-muted)' } },
    }),
    Table: Table.extend({
      defaultProps: { borderColor: 'var(--rw-line)', verticalSpacing: 6, horizontalSpacing: 'sm' },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 360 } }),
  },
});

/** Colors for text on a light tint of the same color, with a contrast of at least 4.5:1. */
const TEXT_ON_TINT: Readonly<Record<string, string>> = {
  '--mantine-color-yellow-light': '#fff6dc',
  '--mantine-color-orange-light': '#fff1e3',
  '--mantine-color-teal-light': '#e2f5f0',
  '--mantine-color-red-light': '#fdecec',
  '--mantine-color-gray-light': '#eceff3',
  '--mantine-color-yellow-light-color': '#7d5200',
  '--mantine-color-orange-light-color': '#9a4300',
  '--mantine-color-teal-light-color': '#0a6353',
  '--mantine-color-red-light-color': '#a82525',
  '--mantine-color-gray-light-color': '#495057',
};

/** Uses the tints of Mantine 8, which are translucent in the dark scheme and therefore less bright. */
export const cssVariables: CSSVariablesResolver = (mantine) => {
  const { variables, light, dark: inDark } = v8CssVariablesResolver(mantine);
  return {
    variables,
    light: {
      ...light,
      ...TEXT_ON_TINT,
      '--mantine-color-dimmed': '#5b6472',
      '--mantine-color-error': 'var(--rw-bad)',
    },
    dark: { ...inDark, '--mantine-color-error': 'var(--rw-bad)' },
  };
};
