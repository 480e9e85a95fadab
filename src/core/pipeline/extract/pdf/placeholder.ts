/** Finds pages that hold a message to the reader in place of the document. */

/** What the message stands for. */
export type Placeholder = 'form' | 'portfolio' | 'viewer' | 'protected' | 'native' | 'withheld';

/** A longer page has content of its own. */
const MAX_CHARACTERS = 1500;
/** Slip sheets of productions have one line and stamps. */
const MAX_SLIP_SHEET = 400;

const MESSAGES: readonly [Placeholder, RegExp][] = [
  [
    'form',
    /please wait\W.{0,40}if this (?:message|notice|page)|if this message is not eventually replaced|if this notice stays on the screen/,
  ],
  [
    'form',
    /document you are trying to (?:load|open) requires adobe (?:reader|acrobat)|(?:dynamic )?xfa forms? (?:is|are) not supported|this (?:pdf )?form requires adobe (?:reader|acrobat)/,
  ],
  [
    'portfolio',
    /open this pdf (?:portfolio|package) in|this (?:file|document|pdf) is a pdf (?:portfolio|package)/,
  ],
  [
    'viewer',
    /to view the full contents of this document|you need a (?:later|newer) version of (?:the pdf viewer|adobe|acrobat)|your (?:pdf )?(?:viewer|reader) (?:may not be able to|cannot|does not|can't) (?:display|open|show|support)/,
  ],
  [
    'protected',
    /(?:pdf|document|file|message) is protected (?:by|with|using) (?:microsoft|azure|adobe|information rights)|protected by microsoft (?:irm|purview|information)/,
  ],
];

const SLIP_SHEETS: readonly [Placeholder, RegExp][] = [
  [
    'native',
    /produced (?:natively|in (?:its )?native|as (?:a )?native)|native (?:file )?(?:placeholder|produced|provided)|see native (?:file)?/,
  ],
  [
    'withheld',
    /(?:document|page|file|attachment)s? (?:has been |have been |was |were |is |being )?(?:intentionally )?withheld|withheld (?:for|as|on the basis of|pursuant to) privilege|privileged? (?:document )?(?:slip|placeholder)/,
  ],
];

/** Returns what the message on a page stands for, or null for a page with content of its own. */
export function placeholderOf(text: string): Placeholder | null {
  if (text.length > MAX_CHARACTERS) return null;
  const plain = text.replace(/\s+/g, ' ').trim().toLowerCase();
  const found = MESSAGES.find(([, message]) => message.test(plain));
  if (found !== undefined) return found[0];
  if (plain.length > MAX_SLIP_SHEET) return null;
  return SLIP_SHEETS.find(([, message]) => message.test(plain))?.[0] ?? null;
}

const MEANINGS: Readonly<Record<Placeholder, string>> = {
  form: 'a message to open the form in Adobe Acrobat in place of the form',
  portfolio: 'the cover sheet of a PDF portfolio in place of its files',
  viewer: 'a message that the PDF needs another viewer in place of its content',
  protected: 'a message that the content is protected in place of the content',
  native: 'a slip sheet in place of a file that was produced in its native format',
  withheld: 'a slip sheet in place of a document that was withheld',
};

/** Returns the sentence of the warning. @param pages how many pages hold the message */
export function placeholderDetail(kind: Placeholder, pages: number): string {
  return `${pages === 1 ? 'The page holds' : `${pages} pages hold`} ${MEANINGS[kind]}`;
}
