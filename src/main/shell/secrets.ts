/** The operating system's keychain, for the password in a shared server's address. */
import type { SafeStorage } from 'electron';

/**
 * Seals with the key that the keychain holds; undefined where the desktop has none, so that the caller
 * keeps the secret out of reach in another way. On Linux a `basic_text` backend is no keychain.
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
