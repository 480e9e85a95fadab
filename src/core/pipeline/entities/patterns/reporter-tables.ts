// cspell:disable
/**
 * Written by `scripts/make-reporters.mjs` from reporters-db, copyright (c) 2014 Free Law Project, BSD-2-Clause license.
 */

/** Spellings of several reporters, without blanks and periods, and the reporters with the years that they cover. */
export const SHARED_SPELLINGS = `
  amneglcas=Am. Neg. Ca.:1789-1897;Am. Neg. Cases:1789-1987|bailey=Bail.:1828-1832;Bail. Eq.:1830-1831|
  baileyrep=Bail.:1828-1832;Bail. Eq.:1830-1831|blackrep=Black:1861-1862;Blackf.:1817-1847|
  calapp2dsupp=Cal. App. 2d:1934-1969;Cal. App. Supp. 2d:1929-9999|cit=CIT:1750-9999;Ct. Int'l Trade:1980-9999|
  clr=Cl. Ch.:1839-1841;Conn. L. Rptr.:1990-9999|col=Cold.:1860-1870;Colo.:1864-1980|d&b=Dev. & Bat.:1834-1839;
  Dev. & Bat. Eq.:1834-1839|dev&b=Dev. & Bat.:1834-1839;Dev. & Bat. Eq.:1834-1839|devrep=Dev.:1826-1834;
  Dev. Eq.:1826-1834|dudl=Dud.:1837-1838;Dud. Eq.:1837-1838|gildersleeve=Gild.:1883-1889;N.M. (G.):1852-1889|
  gildr=Gild.:1883-1889;N.M. (G.):1852-1889|h=Handy:1750-9999;Haw.:1847-9999;Hill:1841-1844|harper=Harp.:1823-1831;
  Harp. Eq.:1824-1824|harr=Harr. Ch.:1836-1842;W.W. Harr.:1750-9999|hayw&h=Hay. & Haz.:1841-1862;
  Hayw. & H.D.C.:1893-1941|hillrep=Hill:1833-1837;Hill Eq.:1833-1837|hillsc=Hill:1833-1837;Hill Eq.:1833-1837|
  howrep=How.:1843-1860;Howard:1834-1843|hrep=Haw.:1847-9999;Hill:1841-1844|iredrep=Ired.:1840-1852;
  Ired. Eq.:1840-1852|johnsny=Johns.:1806-1823;Johns. Ch.:1814-1823|johnson=Johns.:1806-1823;Johns. Ch.:1814-1823;
  N.M. (J.):1750-9999|johnsonrep=Johns.:1806-1823;Johns. Ch.:1814-1823;N.M. (J.):1750-9999|johnsrep=Johns.:1806-1823;
  Johns. Ch.:1814-1823|marsh=A.K. Marsh.:1817-1821;J.J. Marsh.:1829-1832|marshky=A.K. Marsh.:1817-1821;
  J.J. Marsh.:1829-1832|marshrep=A.K. Marsh.:1817-1821;J.J. Marsh.:1829-1832|mas=Mason C.C.:1750-9999;Mass.:1867-9999|
  masscush=Cush.:1848-1853;Mass.:1867-9999|min=Minn.:1851-1977;Minor:1820-1826|minrep=Minn.:1851-1977;Minor:1820-1826|
  mon=B. Mon.:1840-1857;Monag.:1888-1890;Mont.:1868-9999;T.B. Mon.:1824-1828|monrep=B. Mon.:1840-1857;
  Monag.:1888-1890;T.B. Mon.:1824-1828|mt=MT:1750-9999;Mont.:1868-9999|ncdev&bat=Dev. & Bat.:1834-1839;N.C.:1868-9999|
  nmgild=Gild.:1883-1889;N.M. (G.):1852-1889|ohiocirct=Ohio C.C.:1885-1901;Ohio C.C. Dec.:1901-1923|
  oklarep=Okla.:1890-1953;Okla. Crim.:1908-1953|penn=Pa.:1845-9999;Penne.:1750-9999;Pennyp.:1881-1884|
  phil=Phil. Eq.:1866-1868;Phil. Law:1866-1868|phill=Phil. Eq.:1866-1868;Phil. Law:1866-1868|
  phillips=Phil. Eq.:1866-1868;Phil. Law:1866-1868|phillrep=Phil. Eq.:1866-1868;Phil. Law:1866-1868|
  philrep=Phil. Eq.:1866-1868;Phil. Law:1866-1868|pr=P.:1883-1931;P.R.R.:1899-1978;Pen. & W.:1829-1832|
  riley=Ril.:1836-1837;Ril. Eq.:1836-1837|robrep=Rob.:1842-1844;Robards:1862-1865|sp=Speers:1842-1844;
  Speers Eq.:1842-1844|spears=Speers:1842-1844;Speers Eq.:1842-1844|strep=N.Y. St. Rep.:1750-9999;
  State Rptr.:1945-9999|valeigh=Leigh:1829-1842;Va.:1880-9999|vr=Vroom:1750-9999;Vt.:1826-9999|w=Wash.:1889-9999;
  Wend.:1828-1841;Wis.:1853-9999;Wyo.:1870-1959|w2d=Wash. 2d:1889-2023;Wis. 2d:1853-9999|wa=Wash.:1889-9999;
  Watts:1832-1840|washrep=Wash.:1889-9999;Wash. Terr.:1854-1888|wy=Va. Ch. Dec.:1789-1799;WY:1750-9999;Wyo.:1870-1959`;

/** Reporters of a single volume, which may be cited without one. */
export const SINGLE_VOLUMES = `
  Abb. Adm.|Add.|Ark. Terr. Rep.|Bald|Bald. C.C.|Baldw|Baldw.|Baldwin's C.C. U.S. Rep|Baldwin's Rep.|
  Bankr. Reg. Supp.|Bayard's Notebook|Bee|Bee.|Betts' Scr. Bk.|Betts, Scr. Bk.|Blatchf. & H.|Blatchf. Pr. Cas.|
  Blatchf. Prize Cas.|Brown Adm|Brown Adm.|Brown's Adm|Brown's Adm.|Brown, Adm.|Brown. Adm.|Brun. Col. Cas.|
  Brunn. Coll. Cas.|Brunner, Col. Cas.|Brunner. Col. Cas.|Cal. Law J. & Lit. Rev.|Car. L. Rep.|Car. Law Repos.|
  Car. Law. Repos.|Car.Law.Repos.|Chase|Chase's Trial. Append.|Chase.|Clayton's Notebook|Codd. Dig.|
  Coddington's Digest|Cooke|Cooke (Tenn.)|Coombs' Trial of Aaron Burr|Coombs' Trial of Aaron Burr.|
  Cox. Manual Trade-Mark Cas.|Crabbe|Crabbe.|Cranch, Pat. Dec.|D.C. (patent)|Dall.(Tex.)|Dall.Dig.|Dallam|
  Dallam Dig.(Tex.)|Deady|Deady.|Fish. Pr. Cas.|Fish. Prize|Fish. Prize Cas.|Gil.|Gilmer|Gilmer (Va.)|Gilp|Gilp.|
  Hask.|Hay. & H.|Hayw. & H.D.C.|Hemp.|Hempst|Hempst.|Hoff Land Cas.|Hoff. Dec.|Hoff. Land Cas.|Hoff. Land. Cas.|
  Hoff. Op.|Holmes|Ky.(Lit.Sel.Cas.)|Lit.Sel.Ca.|Litt. Sel. Cas.|Litt. Sel. Cas. (Ky.)|Mac. A. Pat. Cas.|
  MacA. Pat Cas.|MacA. Pat. Cas.|Mc.A. Pat. Cas.|McA. Pat. Cas.|McCah.|McCahon|Miller's Notebook|N.B.R. (Supp.)|
  N.C.(Car.L.Rep.)|Newb.|Newb. Adm.|O.S.C.D.|O.S.U.|Oh. S.C.D.|Ohio S.U.|Ohio. Unrept.Cas.|Olc.|Olcott|
  Read's Notebook|Ridgely's Notebook|Ridgely's Notebook I|Ridgely's Notebook II|Ridgely's Notebook III|
  Ridgely's Notebook IV|Ridgely's Notebook V|Rob.Cons.Cas.(Tex.)|Rob.Consc.Cas.|Robard|Robards|Rodney's Notes|
  Smith (N. H.)|Smith (N.H.)|Smith's N. H. Reports|Syllabi|Taney|Taney.|Tapp. Rep.|Tenn. (Cooke)|Tenn.(Cooke)|
  Va.(Gilmer)|Wells' Notebook|Whart. Hom.|Whart. St. Tr.|Wilson's Red Book|Wool.|Woolw.|Woolw. Rep.|Woolworth|
  Woolworth's Cir. Ct. R.`;
