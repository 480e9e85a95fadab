/** Makes certificates with openssl, for servers that speak TLS. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of a certificate and its key. */
export interface MadeCertificate {
  cert: string;
  key: string;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes an authority in a folder. @param name also the name of its files */
export async function makeAuthority(folder: string, name: string): Promise<MadeCertificate> {
  const cert = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  const out = ['-keyout', key, '-out', cert, '-subj', `/CN=${name}`, '-days', '30'];
  await run('openssl', ['req', '-x509', ...NEW_KEY, ...out]);
  return { cert, key };
}

/**
 * Makes a certificate that an authority signs.
 * @param names what it is for, such as `IP:127.0.0.1` or `DNS:localhost`
 * @param days how long it is valid; negative: it has expired
 */
export async function makeCertificate(
  folder: string,
  name: string,
  authority: MadeCertificate,
  names: string,
  days = 30,
): Promise<MadeCertificate> {
  const cert = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  await writeFile(extensions, `subjectAltName=${names}\n`);
  await run('openssl', ['req', '-new', ...NEW_KEY, '-keyout', key, '-out', request, '-subj', `/CN=${name}`]);
  const signed = ['-CA', authority.cert, '-CAkey', authority.key, '-CAcreateserial', '-extfile', extensions];
  await run('openssl', ['x509', '-req', '-in', request, ...signed, '-days', String(days), '-out', cert]);
  return { cert, key };
}
