/** Versions of the libraries we lean on: pins are exact, so package.json states what is installed. */
import { dependencies } from '../../../package.json';

/** `name version`, as recorded with each result. */
export const engineOf = (name: string, dependency: keyof typeof dependencies): string =>
  `${name} ${dependencies[dependency]}`;

export const versionOf = (dependency: keyof typeof dependencies): string => dependencies[dependency];
