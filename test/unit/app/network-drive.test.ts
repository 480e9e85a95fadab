/** Which data folders are on another computer. */
// cspell:ignore CIFS overlayfs
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { isRemote, isShare, networkDriveWarning } from '../../../src/core/app/network-drive.ts';

it.each([
  ['NFS', 0x6969],
  ['SMB', 0xfe534d42],
  ['CIFS as a computer of 32 bits has it', 0xff534d42 | 0],
  ['a folder of the host of a virtual machine', 0x01021997],
])('is remote: %s', (_, type) => expect(isRemote(type)).toBe(true));

it.each([
  ['ext4', 0xef53],
  ['Btrfs', 0x9123683e],
  ['tmpfs', 0x01021994],
  ['overlayfs', 0x794c7630],
  ['FUSE, which can be either', 0x65735546],
])('is not taken for remote: %s', (_, type) => expect(isRemote(type)).toBe(false));

it.each([
  [String.raw`\\server\matters\redwell`, true],
  [String.raw`\\?\UNC\server\matters`, true],
  [String.raw`\\?\C:\Users\ann`, false],
  [String.raw`\\.\pipe\redwell`, false],
  [String.raw`C:\Users\ann\Redwell`, false],
])('knows whether %s is a share', (path, expected) => expect(isShare(path)).toBe(expected));

it('warns of nothing for a folder of this computer', () => {
  expect(networkDriveWarning(tmpdir())).toBeNull();
});
