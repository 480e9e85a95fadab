/** The same as jsx-runtime.ts for the development server, whose compiler calls one function for both forms. */
import { jsxDEV as reactJsxDev } from 'react/jsx-dev-runtime';
import { Fragment, type JSX, shownProps } from './jsx-runtime.ts';

/** @param rest whether the children are a fixed list, and where the element stands in the code, for React's warnings */
const jsxDEV: typeof reactJsxDev = (type, props, key, ...rest) =>
  reactJsxDev(type, shownProps(props as Record<string, unknown>), key, ...rest);

export { Fragment, type JSX, jsxDEV };
