/**
 * React's JSX runtime, for every element that the pages make: text that is about to be shown has its hidden characters
 * made visible and is kept apart from its neighbors (see shared/visible.ts). A page cannot forget it, because the compiler
 * calls this in place of React for each element (`jsxImportSource` in tsconfig.web.json and electron.vite.config.ts).
 */
import { Fragment, type JSX, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime';
import { visibleOnPage } from '../../shared/visible.ts';

/** Properties that are shown or read aloud. The value of a field is not one: it goes back as it came. */
const SHOWN = [
  'title',
  'label',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'alt',
  'description',
  'error',
  'placeholder',
] as const;

type Props = Record<string, unknown>;

/** Keeps the identity of what has no text to change, because React compares children. */
function shownChild(child: unknown): unknown {
  if (typeof child === 'string') return visibleOnPage(child);
  if (!Array.isArray(child)) return child;
  const children: unknown[] = child;
  const shown = children.map(shownChild);
  return shown.some((one, i) => one !== children[i]) ? shown : child;
}

/** Returns the properties of an element with what they show made visible. */
export function shownProps(props: Props): Props {
  let shown = props;
  const set = (name: string, value: unknown): void => {
    if (value === props[name]) return;
    if (shown === props) shown = { ...props };
    shown[name] = value;
  };
  if ('children' in props) set('children', shownChild(props.children));
  for (const name of SHOWN) if (typeof props[name] === 'string') set(name, visibleOnPage(props[name]));
  return shown;
}

type Jsx = typeof reactJsx;

const jsx: Jsx = (type, props, key) => reactJsx(type, shownProps(props as Props), key);
const jsxs: Jsx = (type, props, key) => reactJsxs(type, shownProps(props as Props), key);

export { Fragment, type JSX, jsx, jsxs };
