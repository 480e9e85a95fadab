/** Reads a load file profile from a file of the operator. */
import { z } from 'zod';
import { RedwellError } from '../../../shared/errors.ts';
import { type LoadFileProfile, loadFileProfileSchema } from '../../../shared/load-file-profile.ts';

export type Profile = LoadFileProfile;

export const DEFAULT_PROFILE: Profile = loadFileProfileSchema.parse({});

/** @param name of the file, for messages. @throws RedwellError invalid_input with everything that is wrong */
export function parseProfile(text: string, name: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw wrong(name, error instanceof Error ? error.message : String(error), error);
  }
  const parsed = loadFileProfileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const messages = parsed.error.issues.map(({ message, path }) =>
    message.endsWith('.') ? message : `${path.map(String).join('.') || 'The profile'}: ${message}.`,
  );
  throw wrong(name, [...new Set(messages)].join(' '), new z.ZodError(parsed.error.issues));
}

const wrong = (name: string, message: string, cause: unknown): RedwellError =>
  new RedwellError('invalid_input', `The profile ${name} cannot be used. ${message}`, {
    action: 'Correct the file, then export again. Nothing was handed over.',
    cause,
  });
