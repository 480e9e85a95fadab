/** Stores the saved views of lists. */
import type { ListName, ListView } from '../../shared/document-list.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';

/** Each function returns the views of the list as they are then, in the order in which they were saved first. */
export interface Views {
  list(list: ListName): ListView[];
  /** Saves a view, in place of the one with its name. @throws RedwellError conflict when there are too many */
  save(list: ListName, view: ListView): ListView[];
  /** @throws RedwellError not_found; conflict when another view has that name */
  rename(list: ListName, name: string, to: string): ListView[];
  /** Does nothing for a view that is gone already. */
  remove(list: ListName, name: string): ListView[];
  /** @param name null: the list opens with everything. @throws RedwellError not_found */
  setDefault(list: ListName, name: string | null): ListView[];
}

/** Views of a list at most; more tabs than that help nobody. */
const MOST = 50;

interface ViewRecord {
  name: string;
  query: string;
  columns: string;
  is_default: number;
}

const toView = ({ name, query, columns, is_default }: ViewRecord): ListView => ({
  name,
  query,
  columns: JSON.parse(columns) as string[] | null,
  isDefault: is_default === 1,
});

export function viewStore(db: Database): Views {
  const all = db.prepare('SELECT name, query, columns, is_default FROM views WHERE list = ? ORDER BY n');
  const save = db.prepare(
    `INSERT INTO views (list, name, query, columns, is_default) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (list, name) DO UPDATE SET query = excluded.query, columns = excluded.columns,
       is_default = excluded.is_default`,
  );
  const rename = db.prepare('UPDATE views SET name = ? WHERE list = ? AND name = ?');
  const remove = db.prepare('DELETE FROM views WHERE list = ? AND name = ?');
  const clear = db.prepare('UPDATE views SET is_default = 0 WHERE list = ? AND is_default = 1');
  const choose = db.prepare('UPDATE views SET is_default = 1 WHERE list = ? AND name = ?');
  const list = (of: ListName): ListView[] => (all.all(of) as ViewRecord[]).map(toView);
  const must = (of: ListName, name: string): void => {
    if (list(of).some((view) => view.name === name)) return;
    throw new RedwellError('not_found', `There is no view called “${name}” any more.`, {
      action: 'Another window may have renamed or removed it. Reload the page.',
    });
  };
  /** Runs `work` in a transaction and returns the views after it. */
  const changed = (of: ListName, work: () => void): ListView[] =>
    inTransaction(db, () => {
      work();
      return list(of);
    });
  return {
    list,
    save: (of, view) =>
      changed(of, () => {
        const views = list(of);
        if (views.length >= MOST && !views.some(({ name }) => name === view.name))
          throw new RedwellError('conflict', `This list has ${MOST} views already.`, {
            action: 'Remove one that nobody needs, and save again.',
          });
        if (view.isDefault) clear.run(of);
        save.run(of, view.name, view.query, JSON.stringify(view.columns), view.isDefault ? 1 : 0);
      }),
    rename: (of, name, to) =>
      changed(of, () => {
        must(of, name);
        if (name !== to && list(of).some((view) => view.name === to))
          throw new RedwellError('conflict', `Another view is called “${to}” already.`, {
            action: 'Choose another name.',
          });
        rename.run(to, of, name);
      }),
    remove: (of, name) => changed(of, () => void remove.run(of, name)),
    setDefault: (of, name) =>
      changed(of, () => {
        if (name !== null) must(of, name);
        clear.run(of);
        if (name !== null) choose.run(of, name);
      }),
  };
}
