/** A path in one line: the file name, then its folder in gray. Long ones are cut in the middle. */
import { IconCornerDownRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import { splitPath } from '../lib/format.ts';
import classes from './file-path.module.css';
import { MiddleTruncate } from './middle-truncate.tsx';

interface Props {
  path: string;
  /** The file was inside an email or archive. */
  member?: boolean;
  href?: string;
}

/** Characters of the last folder, of which a long one shows only the end. */
const lastFolder = (folder: string): number => Math.min(18, folder.length - folder.lastIndexOf('/'));

export function FilePath({ path, member = false, href }: Props) {
  const { folder, name } = splitPath(path);
  const inner = (
    <>
      {member && (
        <IconCornerDownRight size={13} className={classes.mark} aria-label="From an email or archive" />
      )}
      <MiddleTruncate text={name} className={classes.name} />
      {folder !== '' && <MiddleTruncate text={folder} tail={lastFolder(folder)} className={classes.folder} />}
    </>
  );
  return href === undefined ? (
    <span className={classes.path} title={path}>
      {inner}
    </span>
  ) : (
    <Link href={href} className={`${classes.path} plain`} title={path}>
      {inner}
    </Link>
  );
}
