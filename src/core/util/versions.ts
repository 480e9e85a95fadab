/** Versions of the libraries that read documents. Pins are exact, so package.json says what is installed. */
import { dependencies, version } from '../../../package.json';

type Dependency = keyof typeof dependencies;

/** Returns `name version`, as recorded with each result. */
export const engineOf = (name: string, dependency: Dependency): string =>
  `${name} ${dependencies[dependency]}`;

export const versionOf = (dependency: Dependency): string => dependencies[dependency];

/** The engine of what no library does. */
export const OWN_ENGINE = `redwell ${version}`;
