/** Process entry of the sandbox: a process that reads untrusted bytes and may be killed at any time. */
import { SANDBOX_FUNCTIONS } from '../core/pipeline/stages/sandbox-functions.ts';
import { serveFunctions } from '../core/sandbox/child.ts';
import { keepFilesPrivate } from '../core/util/private-files.ts';

keepFilesPrivate();
serveFunctions(SANDBOX_FUNCTIONS);
