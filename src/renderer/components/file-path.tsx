/** A path in one line: the file name, then its folder in gray. Long ones are cut at the start. */
import { IconCornerDownRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import { splitPath } from '../lib/format.ts';
import classes from './file-path.module.css';
import { StartTruncate } from './start-truncate.tsx';

interface Props {
  path: string;
  /** The file was inside an email or archive. */
  member?: boolean;
  href?: string;
}

export function FilePath({ path, member = false, href }: Props) {
  const { folder, name } = splitPath(path);
  const inner = (
    <>
      {member && (
        <IconCornerDownRight size={13} className={classes.mark} aria-label="From an email or archive" />
      )}
      <span className={classes.name}>
        <StartTruncate text={name} />
      </span>
      {folder !== '' && (
        <span className={classes.folder}>
          <StartTruncate text={folder} />
        </span>
      )}
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
