/** A path in one line: the name first in weight, its folder in gray, cut at the folder's beginning. */
import { IconCornerDownRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import { splitPath } from '../lib/format.ts';
import classes from './file-path.module.css';

interface Props {
  path: string;
  /** Was inside a mail or archive. */
  member?: boolean;
  href?: string;
}

export function FilePath({ path, member = false, href }: Props) {
  const { folder, name } = splitPath(path);
  const inner = (
    <>
      {member && <IconCornerDownRight size={13} className={classes.mark} aria-label="Member of a family" />}
      <span className={classes.name}>{name}</span>
      {folder !== '' && <span className={classes.folder}>{folder}</span>}
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
