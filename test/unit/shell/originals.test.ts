import { describe, expect, it } from 'vitest';
import { canOpen, fileName } from '../../../src/core/review/openable.ts';
import { originalHandlers } from '../../../src/main/shell/originals.ts';

const desk = (canOpen: boolean, problem = '') => {
  const calls: string[] = [];
  const handlers = originalHandlers(
    {
      originals: {
        copy: async () => ({ path: '/private/a.pdf', canOpen }),
        read: async () => Promise.reject(new Error('unused')),
        check: async () => Promise.reject(new Error('unused')),
        dispose: async () => undefined,
      },
    },
    {
      openPath: async (path) => {
        calls.push(`open ${path}`);
        return problem;
      },
      showItemInFolder: (path) => void calls.push(`show ${path}`),
    },
  );
  return { handlers, calls };
};
const input = { documentId: 'b-d00001' };

describe('an original on the desktop', () => {
  it('opens as a copy', async () => {
    const { handlers, calls } = desk(true);
    expect(await handlers['documents.open'](input)).toEqual({ opened: true, path: '/private/a.pdf' });
    expect(await handlers['documents.reveal'](input)).toEqual({ path: '/private/a.pdf' });
    expect(calls).toEqual(['open /private/a.pdf', 'show /private/a.pdf']);
  });

  it('is only shown when it may run a program', async () => {
    const { handlers, calls } = desk(false);
    expect(await handlers['documents.open'](input)).toEqual({ opened: false, path: '/private/a.pdf' });
    expect(calls).toEqual(['show /private/a.pdf']);
  });

  it('says that no program opens it', async () => {
    await expect(desk(true, 'No application found').handlers['documents.open'](input)).rejects.toMatchObject({
      code: 'not_allowed',
      message: 'No program opened the original: No application found',
    });
  });
});

describe('what may be opened', () => {
  it('is a document by its content and by its name', () => {
    expect(canOpen('pdf', 'Letter.PDF')).toBe(true);
    expect(canOpen('docx', 'Lease.docx')).toBe(true);
    for (const name of [
      'Letter.pdf.exe',
      'Letter.pdf.lnk',
      'Letter',
      'Letter.docm',
      'Letter.scr',
      'Letter.pdf.',
    ])
      expect(canOpen('pdf', name)).toBe(false);
    for (const type of ['html', 'svg', 'zip', 'unknown', 'xlsb', 'iwork'] as const)
      expect(canOpen(type, 'Letter.pdf')).toBe(false);
  });

  it('has a name that hides nothing and that every system takes', () => {
    expect(fileName('a/b/Letter of May.pdf')).toBe('Letter of May.pdf');
    expect(fileName('mail.eml/..')).toBe('document');
    expect(fileName('mail.eml/exe.\u202efdp.exe')).toBe('exe._fdp.exe');
    expect(fileName('a/con.txt')).toBe('_con.txt');
    expect(fileName('a/x:y|z?.pdf')).toBe('x_y_z_.pdf');
    const long = fileName(`a/${'ä'.repeat(300)}.pdf`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(150);
    expect(long.endsWith('ä.pdf')).toBe(true);
  });
});
