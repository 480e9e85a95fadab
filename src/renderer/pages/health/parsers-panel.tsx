/** The walls around the processes that read untrusted files. */
import type { Health } from '../../../shared/health.ts';
import { WALLS, type Wall } from '../../../shared/walls.ts';
import { DescriptionList } from '../../components/description-list.tsx';
import { Panel } from '../../components/panel.tsx';

const listed = (walls: readonly Wall[]): string =>
  walls.length === 0 ? 'none' : walls.map((wall) => WALLS[wall]).join(', ');

export function ParsersPanel({ health: { walls } }: { health: Health }) {
  return (
    <Panel title="Walls around the parsers" h="100%" testId="health-walls">
      <DescriptionList
        label="Walls around the parsers"
        items={
          walls === null
            ? [['Walls', 'finding out', 'text']]
            : [
                ['Always', 'no passwords, only a copy of the file that they read', 'text'],
                ['On this computer', listed(walls.on), 'text'],
                ['Missing', listed(walls.missing), 'text'],
              ]
        }
      />
    </Panel>
  );
}
