/** Finds people by the words around their names: titles, signatures and endings. */
import { type EntityMatch, findAll } from '../match.ts';

const NAME_WORD = String.raw`(?:\p{Lu}\.(?: ?\p{Lu}\.){0,3}|(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{L}{1,30}(?:['’\-]\p{L}{1,30}){0,3})`;
const PARTICLE = String.raw`(?:de la|de|del|della|der|di|da|du|la|le|van der|van|von|den|bin|al|el)`;
const ENDING = String.raw`(?:,? (?:Jr|Sr)\.?|,? (?:II|III|IV)\b)?`;
const NAME = String.raw`${NAME_WORD}(?: (?:${PARTICLE} )?${NAME_WORD}){0,3}`;
const FULL_NAME = String.raw`${NAME_WORD}(?: (?:${PARTICLE} )?${NAME_WORD}){1,3}`;

const TITLE = String.raw`(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Hon|Rev|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|Messrs|Professor|Honorable|(?:Chief |Magistrate |District |Circuit |Associate )?(?:Judge|Justice)|Senator|Governor|Detective|Officer|Sergeant|Captain|Lieutenant|Inspector|Agent|Special Agent|Attorney General|Commissioner|Sheriff|Mayor|President|Ambassador|Reverend|Doctor|Nurse)`;
const TITLED = new RegExp(String.raw`(?<![\p{L}])${TITLE}\.? (${NAME}${ENDING})`, 'gu');
const SIGNED = new RegExp(String.raw`/[sS]/ ?(${FULL_NAME}${ENDING})`, 'gu');
const ESQUIRE = new RegExp(
  String.raw`(?<![\p{L}])(${FULL_NAME}${ENDING}),? (?:Esq\b|Esquire\b|M\.D\.|Ph\.D\.|CPA\b|J\.D\.)`,
  'gu',
);
/** `I, Jane Doe, declare`; `deposition of Jane Doe`; `Jane Doe testified`. */
const DECLARANT = new RegExp(String.raw`(?<![\p{L}])I, (${FULL_NAME}${ENDING}),`, 'gu');
const OF_PERSON = new RegExp(
  String.raw`(?:[Dd]eposition|[Tt]estimony|[Aa]ffidavit|[Dd]eclaration|[Ww]idow|[Ee]state|[Hh]eirs) of (?:the late )?(${FULL_NAME}${ENDING})`,
  'gu',
);
/** An initial between two names: `John A. Smith`. */
const MIDDLE_INITIAL = new RegExp(
  String.raw`(?<![\p{L}\p{N}.])(\p{Lu}\p{Ll}{1,30}(?:-\p{Lu}\p{Ll}{1,30})? \p{Lu}\. (?:${PARTICLE} )?(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{L}{1,30}(?:['’\-]\p{L}{1,30}){0,3}${ENDING})(?![\p{L}])`,
  'gu',
);
const INITIALS_FIRST = new RegExp(
  String.raw`(?<![\p{L}\p{N}.])(?!(?<=^|\n)[QA]\.)((?:\p{Lu}\. ?){1,3}(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{Ll}{2,30}(?:['’\-]\p{L}{1,30}){0,3}${ENDING})(?![\p{L}])`,
  'gu',
);

/** Returns the people in a text. @param flowing the text as returned by `unwrap` */
export function findTitledPeople(flowing: string): EntityMatch[] {
  const make = (m: RegExpExecArray): EntityMatch | null => {
    const name = trimName(m[1] ?? '');
    if (name === '') return null;
    const start = m.index + m[0].indexOf(name);
    return { kind: 'person', start, end: start + name.length, normal: name };
  };
  return [TITLED, SIGNED, ESQUIRE, DECLARANT, OF_PERSON, MIDDLE_INITIAL, INITIALS_FIRST].flatMap((p) =>
    findAll(flowing, p, make),
  );
}

/** Capitalized words that may follow a name but are not part of it. */
const AFTER_NAME =
  /(?: (?:Plaintiff|Defendant|Plaintiffs|Defendants|Esq|Esquire|The|And|Of|In|On|At|Page|Exhibit|Date|Cc|CC|To|From|Subject))+$/;
/** Words that no name starts with. */
const BEFORE_NAME =
  /^(?:The|In|On|At|By|For|From|To|And|Dear|Counsel|Plaintiff|Defendant|Section|Article|Exhibit|No|See|Id|Mr|Ms|Mrs|Dr) /;

function trimName(name: string): string {
  let trimmed = name.replace(AFTER_NAME, '');
  for (let lead = BEFORE_NAME.exec(trimmed); lead; lead = BEFORE_NAME.exec(trimmed))
    trimmed = trimmed.slice(lead[0].length);
  return trimmed;
}
