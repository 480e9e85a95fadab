/** The certificates of the connection to Redis. Electron ignores NODE_EXTRA_CA_CERTS, so they are passed explicitly. */
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { RedwellError } from '../../shared/errors.ts';

/** Where certificates come from. Each is PEM text or the path of a PEM file; empty: none. */
export interface CertificateSources {
  /** The authority that issued the server's certificate; without it, the authorities that Node ships. */
  ca: string;
  /** The certificate of this computer, with its key. */
  cert: string;
  key: string;
}

/** PEM texts, as TLS takes them. */
export interface Certificates {
  ca?: string;
  cert?: string;
  key?: string;
}

type Part = keyof CertificateSources;

const NAMES: Readonly<Record<Part, string>> = {
  ca: 'certificate authority',
  cert: 'client certificate',
  key: 'client key',
};
const BEGINS: Readonly<Record<Part, RegExp>> = {
  ca: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/,
  cert: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/,
  key: /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/,
};
const isText = (source: string): boolean => source.includes('-----BEGIN');

const refused = (message: string, cause?: unknown): RedwellError =>
  new RedwellError('redis_unavailable', message, {
    action: 'Check the certificate files under "Redis" in Settings, or REDWELL_REDIS_CA, _CERT and _KEY.',
    details: { condition: 'tls_files' },
    ...(cause === undefined ? {} : { cause }),
  });

type Variables = {
  [K in 'REDWELL_REDIS_CA' | 'REDWELL_REDIS_CERT' | 'REDWELL_REDIS_KEY']?: string | undefined;
};

/** The sources from the environment variables REDWELL_REDIS_CA, _CERT and _KEY; a variable wins over `settings`. */
export const certificateSources = (
  env: Variables,
  settings: CertificateSources = { ca: '', cert: '', key: '' },
): CertificateSources => ({
  ca: env.REDWELL_REDIS_CA || settings.ca,
  cert: env.REDWELL_REDIS_CERT || settings.cert,
  key: env.REDWELL_REDIS_KEY || settings.key,
});

/** The environment variables that give a worker these sources. */
export const certificateVariables = ({ ca, cert, key }: CertificateSources): Record<string, string> => ({
  ...(ca === '' ? {} : { REDWELL_REDIS_CA: ca }),
  ...(cert === '' ? {} : { REDWELL_REDIS_CERT: cert }),
  ...(key === '' ? {} : { REDWELL_REDIS_KEY: key }),
});

/**
 * Reads the certificates and checks that they can be used together.
 * @throws RedwellError redis_unavailable that names the file and never has its content
 */
export async function readCertificates(sources: CertificateSources): Promise<Certificates> {
  const found: Certificates = {};
  for (const part of ['ca', 'cert', 'key'] as const)
    if (sources[part] !== '') found[part] = await readPart(part, sources[part]);
  if ((found.cert === undefined) !== (found.key === undefined)) {
    const missing = found.cert === undefined ? 'cert' : 'key';
    throw refused(`The ${NAMES[missing]} for Redis is missing. A client certificate needs its key.`);
  }
  try {
    createSecureContext(found);
  } catch (error) {
    throw refused(
      'The certificates for Redis cannot be used: one is damaged, or the key belongs to another certificate.',
      error,
    );
  }
  return found;
}

async function readPart(part: Part, source: string): Promise<string> {
  const file = isText(source) ? null : source;
  const named = file === null ? `The ${NAMES[part]} for Redis` : `The ${NAMES[part]} for Redis (${file})`;
  const text =
    file === null
      ? source
      : await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw refused(`${named} cannot be read: ${error.code ?? error.message}.`, error);
        });
  if (!BEGINS[part].test(text)) throw refused(`${named} is not a PEM file of the right kind.`);
  if (part === 'key' && /ENCRYPTED/.test(text))
    throw refused(`${named} is protected by a passphrase, which Redwell cannot enter.`);
  return text;
}
