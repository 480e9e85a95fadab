/** Compares given names, which mail writes in full in its headers and in short forms everywhere else. */

/** Usual short forms whose first three letters are not those of the full name. */
const SHORT_FORMS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  `abigail:abby; alexander:alex,sandy,alec; andrew:drew; anthony:tony; barbara:barb,babs; catherine:cathy,kate,katie;
  charles:chuck,charlie; christopher:kit,chris; cynthia:cindy; david:dave,davy; deborah:debbie,deb; debra:debbie,deb; donald:don;
  dorothy:dot,dottie; edward:ed,eddie,ted,ned; elizabeth:liz,beth,betsy,betty,lisa,libby; eugene:gene; francis:frank;
  frederick:fred,rick; gerald:jerry; harold:hal,harry; henry:hank,harry; jacob:jake; james:jim,jimmy,jamie; janet:jan; jeffrey:jeff;
  john:jack,johnny; joseph:joe,joey; katherine:kate,kathy,katie,kay; kathleen:kathy,kate; kenneth:ken; lawrence:larry; leonard:len;
  leslie:les; louis:lou; margaret:peggy,meg,maggie,marge,rita; mary:molly,polly; matthew:matt; michael:mike,mick,mickey; nancy:nan;
  nicholas:nick; pamela:pam; patricia:pat,patty,tricia,trish; patrick:pat,paddy; peter:pete; philip:phil; phillip:phil;
  raymond:ray; rebecca:becky; richard:rick,dick,rich,ricky; robert:bob,rob,bobby,robbie; roger:rog; ronald:ron; samuel:sam;
  samantha:sam; sarah:sally; sheryl:sherry; stephen:steve; steven:steve; stanley:stan; susan:sue,susie; suzanne:sue; terence:terry;
  teresa:terry; theodore:ted; theresa:terry,tess; thomas:tom,tommy; timothy:tim; victoria:vicky; vincent:vince; virginia:ginny;
  walter:walt; william:bill,will,billy,willie; zachary:zach`
    .split(';')
    .map((entry) => entry.trim().split(':'))
    .map(([full = '', short = '']) => [full, new Set(short.split(','))]),
);

/** Returns true when the names can belong to one person: equal, or one the short form of the other. */
export function sameGivenName(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  if (one === other) return true;
  if (SHORT_FORMS.get(one)?.has(other) || SHORT_FORMS.get(other)?.has(one)) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 3 && long.startsWith(short);
}
