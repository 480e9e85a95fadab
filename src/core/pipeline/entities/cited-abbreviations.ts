// cspell:disable
/**
 * Abbreviations in the names of reporters, codes, journals and cited cases; lower case, without the final period. Taken
 * from reporters-db, copyright (c) 2014 Free Law Project, BSD-2-Clause license. Those that are also words or names are
 * left out, since they may end a sentence.
 */
export const CITED_ABBREVIATIONS: ReadonlySet<string> = new Set(
  `abb abr abs acad accid accom adm admin adv adver advoc afr agric aik alm alt amer anc apx arb atl auth av
  baldw balt baxt bd behav bhd bigelow binn biss bk blackf blatchf bldg bosw bradf brayt brev brock brunn busb
  cai calif cas cates cath chem chev chron cin clev cmty cnty codd coll colum com commw comp compl comput cong
  consol const constr cont contemp conv corr cosm couns cr cred ctr cts cty cumb cush cust dall def dem denv der
  des det dev dir discipl disp distrib duq duv econ edm educ edw el elec emp empl eng ent envtl eq eur exch exp
  expl fac fam fid fut gaz gend geo gibb gilm gilp gonz gratt grp guar harr harv hasb hask hayw haz heisk hempst
  hisp hist hoff hom hopk hosp hous immigr indem indep indus ineq inher inst int intell inv ired jour jud jur
  jurid juris lanc lans lawy legis liab libr litig litt loc loy maca macarth mach mag maint marq matrim mcall
  mcc mcgl mch mcmul mech med melb mer merch mex mfr mgmt min misc mkt mktg monag montg morr mortg mtn mun munf
  mur mut nat neg negot newb northumb obs offic ops ord org pac penn penne pennyp pepp pers persps pharm phila
  pitt pitts pos pow pr prac prerog pres priv prob probs prot psychol pvt rad rand rec redf reg regs rel reprod
  repub res resol ret ril robb rpts rts sandf sarat sav sawy sch sci scr sel seld serg serv sess shan sil silv
  soc som strob subcomm summ sumn sur surr surv symp sys tapp tay tech teiss telecomm terr thomp tiess tol tpk
  trans transcon transp treas trib tul twp tyl unif univ unof unpub unrep urb utah util vand vill whart wisc
  wkly wm woodb woolw yer`.split(/\s+/),
);
