/** The operating system's keychain. It encrypts the address of a shared Redis, which may contain a password. */
import type { SafeStorage } from 'electron';

/**
 * Returns functions that encrypt with a key from the keychain; undefined on a desktop without one, where the caller
 * must protect the secret in another way. On Linux, a `basic_text` backend is not a keychain.
 */
export function keychain(
  safeStorage: SafeStorage,
  platform: NodeJS.Platform,
): { encrypt(secret: string): string; decrypt(encrypted: string): string } | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined;
  return {
    encrypt: (secret) => safeStorage.encryptString(secret).toString('base64'),
    decrypt: (encrypted) => safeStorage.decryptString(Buffer.from(encrypted, 'base64')),
  };
}
