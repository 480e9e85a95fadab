/**
 * The command lines that start a child behind walls, on Linux with what is installed: namespaces by `unshare`, or by
 * bubblewrap. The programs that the child starts are behind the same walls, at no further cost.
 */
import { release } from 'node:os';
import type { View } from './view.ts';

export type Isolation = 'namespaces' | 'bubblewrap' | 'network' | 'none';

export interface Enclosure {
  isolation: Isolation;
  /** `setpriv` is there. */
  privileges: boolean;
  /** `bash` is there. */
  bash: boolean;
  view: View;
  /** An empty folder to mount the view on. */
  root: string;
  /** The child's own folder, the only place where it can write. */
  folder: string;
}

/** Most processes and threads of one child, counted in its own namespace. */
export const MAX_TASKS = 1024;
/** Sets the limit, in any shell. The kernel does not apply it to root. */
const LIMIT_TASKS = `ulimit -u ${MAX_TASKS} 2> /dev/null || ulimit -p ${MAX_TASKS} 2> /dev/null || true`;

/** Returns whether this kernel counts processes by user namespace. Older ones count all of the account's. */
function countsByNamespace(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

/** Puts the limit in front of a command that runs in a user namespace. */
const limited = (command: readonly string[]): string[] =>
  countsByNamespace() ? ['sh', '-c', `${LIMIT_TASKS}; exec "$@"`, 'sh', ...command] : [...command];

const TEMPORARY_BYTES = 64 * 1024 * 1024;
const TEMPORARY_FILES = 4096;

const NO_RIGHTS = ['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'];
const UNSHARE = ['unshare', '--user', '--map-root-user', '--net', '--ipc', '--uts'];

/** Descriptors that Redwell itself inherited, from a terminal say. Only bash can close those above 9. */
const CLOSE_INHERITED =
  'cd /proc/self/fd; for each in *; do [ "$each" -gt 3 ] && eval "exec $each>&-"; done 2>/dev/null; cd "$OLDPWD"; exec "$@"';

/** Puts the walls in front of a command. @param command with its arguments */
export function enclose(enclosure: Enclosure, command: readonly string[]): string[] {
  const { isolation, privileges, bash, folder } = enclosure;
  const closed = bash ? ['bash', '-c', CLOSE_INHERITED, 'bash'] : [];
  // Only root, of the machine or of the namespace, has rights to give up.
  const rights = isolation !== 'none' || process.getuid?.() === 0 ? NO_RIGHTS : [];
  const bare = privileges ? ['setpriv', '--no-new-privs', ...rights, ...command] : [...command];
  switch (isolation) {
    case 'namespaces':
      return [
        ...closed,
        ...UNSHARE,
        ...[
          '--mount',
          '--pid',
          '--cgroup',
          '--fork',
          '--kill-child',
          'sh',
          '-c',
          mountScript(enclosure),
          'sh',
        ],
        ...bare,
      ];
    case 'bubblewrap':
      return [...closed, 'bwrap', ...bubblewrapArguments(enclosure), ...limited(command)];
    case 'network':
      return [...closed, ...UNSHARE, ...limited(bare)];
    case 'none':
      return [...closed, ...bare];
    default:
      throw new Error(`No walls of this kind for ${folder}: ${isolation satisfies never}`);
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Builds the child's view of the disk in a file system of its own, and makes it the only one. */
function mountScript({ view, root, folder }: Enclosure): string {
  return `set -e
PATH="$PATH:/usr/sbin:/sbin"
mount -t tmpfs -o mode=0755,nosuid,nodev,size=4m,nr_inodes=4k tmpfs ${quote(root)}
cd ${quote(root)}
lock() { mount -o "remount,bind,ro,nosuid,nodev$2" ".$1"; }
folder() { mkdir -p ".$1"; mount --rbind "$1" ".$1"; lock "$1"; }
file() { mkdir -p ".\${1%/*}"; : > ".$1"; mount --bind "$1" ".$1"; lock "$1"; }
link() { mkdir -p ".\${1%/*}"; ln -s "$2" ".$1"; }
${view.paths.map(({ path, folder: isFolder }) => `${isFolder ? 'folder' : 'file'} ${quote(path)}`).join('\n')}
${view.links.map(([path, target]) => `link ${quote(path)} ${quote(target)}`).join('\n')}
mkdir dev proc
for name in null zero full random urandom; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
mount -t proc -o nosuid,nodev,noexec proc proc
mkdir -p tmp
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec,size=${TEMPORARY_BYTES},nr_inodes=${TEMPORARY_FILES} tmpfs tmp
mkdir -p .${quote(folder)}
mount --bind ${quote(folder)} .${quote(folder)}
mount -o remount,bind,nosuid,nodev,noexec .${quote(folder)}
# Older kernels count processes for the whole machine, and this fails.
(echo ${MAX_TASKS} > proc/sys/kernel/pid_max) 2> /dev/null || true
${countsByNamespace() ? LIMIT_TASKS : ''}
(echo 0 > proc/sys/user/max_user_namespaces) 2> /dev/null || true
lock /proc ,noexec
pivot_root . .
umount -l .
cd /
mount -o remount,bind,ro,nosuid,nodev /
cd ${quote(folder)}
exec "$@"`;
}

function bubblewrapArguments({ view, folder }: Enclosure): string[] {
  return [
    ...[
      '--unshare-user',
      '--unshare-all',
      '--die-with-parent',
      '--cap-drop',
      'ALL',
      '--uid',
      '0',
      '--gid',
      '0',
    ],
    ...view.paths.flatMap(({ path }) => ['--ro-bind', path, path]),
    ...view.links.flatMap(([path, target]) => ['--symlink', target, path]),
    // Otherwise a document could leave files in it for the next one.
    ...['--dev', '/dev', '--remount-ro', '/dev', '--proc', '/proc'],
    ...['--size', String(TEMPORARY_BYTES), '--tmpfs', '/tmp'],
    ...['--bind', folder, folder, '--remount-ro', '/', '--chdir', folder, '--'],
  ];
}
