/** The app's theme for Mantine's components. Sizes and colors by meaning come from tokens.css. */
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
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
  fontSizes: {
    xs: 'var(--rw-text-xs)',
    sm: 'var(--rw-text-md)',
    md: 'var(--rw-text-lg)',
    lg: '1.125rem',
    xl: 'var(--rw-text-xl)',
  },
  spacing: {
    xs: 'var(--rw-space-2)',
    sm: 'var(--rw-space-3)',
    md: 'var(--rw-space-4)',
    lg: 'var(--rw-space-5)',
    xl: 'var(--rw-space-6)',
  },
  radius: {
    xs: '2px',
    sm: 'var(--rw-radius-s)',
    md: 'var(--rw-radius-m)',
    lg: 'var(--rw-radius-l)',
    xl: '32px',
  },
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace',
  headings: {
    fontFamily: SYSTEM_FONTS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'var(--rw-text-xl)', lineHeight: '1.3' },
      h2: { fontSize: 'var(--rw-text-lg)', lineHeight: '1.4' },
      h3: { fontSize: 'var(--rw-text-md)', lineHeight: '1.4' },
    },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  // Plain objects: importing a component only to set its defaults would load it with the first page.
  components: {
    Accordion: { styles: { item: { borderColor: 'var(--rw-line)' } } },
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm' },
      // Never cut: a label that reads “C…” says nothing.
      styles: { root: { textTransform: 'none', minWidth: 'max-content' } },
    },
    Button: { defaultProps: { size: 'xs' } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // The page shows its scrollbar at all times (styles.css), so a dialog must not add its room again.
        removeScrollProps: { removeScrollBar: false },
        // Mantine renders a <header>, which screen readers would announce as a second page banner.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { description: { color: 'var(--rw-muted)' } },
    },
    Popover: {
      // Before it has a place, it would count as scrolled away and be hidden, and what is typed into it would go elsewhere.
      defaultProps: { hideDetached: false },
    },
    Table: {
      defaultProps: {
        borderColor: 'var(--rw-line)',
        verticalSpacing: 'var(--rw-cell-y)',
        horizontalSpacing: 'sm',
      },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 360 } },
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

/** What Mantine's components take from the tokens. Fields and buttons have an edge that can be seen, 3:1. */
const FROM_TOKENS: Readonly<Record<string, string>> = {
  '--mantine-color-text': 'var(--rw-text)',
  '--mantine-color-dimmed': 'var(--rw-muted)',
  '--mantine-color-error': 'var(--rw-bad)',
  '--mantine-color-default-border': 'var(--rw-edge)',
};

/** Uses the tints of Mantine 8, which are translucent in the dark scheme and therefore less bright. */
export const cssVariables: CSSVariablesResolver = (mantine) => {
  const { variables, light, dark: inDark } = v8CssVariablesResolver(mantine);
  return {
    variables,
    light: {
      ...light,
      ...TEXT_ON_TINT,
      ...FROM_TOKENS,
      '--mantine-color-placeholder': '#69727f',
    },
    dark: { ...inDark, ...FROM_TOKENS, '--mantine-color-placeholder': '#949cab' },
  };
};
