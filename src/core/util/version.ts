import { version } from '../../../package.json';

/** The version of this build, from package.json at build time. */
export const VERSION: string = version;
