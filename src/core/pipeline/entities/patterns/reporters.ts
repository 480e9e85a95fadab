// cspell:disable
/**
 * The reporters of US courts as The Bluebook abbreviates them, and after the equals sign other ways to write them,
 * without blanks and periods. Written by `scripts/make-reporters.mjs` from reporters-db, copyright (c) 2014 Free Law
 * Project, BSD-2-Clause license.
 */
const REPORTERS = `
  A.=arep,atl,atlr,atlrep,atrep|A.2d=atl2d|A.3d|A.D.=ap,appdiv,appdivny,appdivrep,nyappdec,nyappdiv|A.D.2d=ap2d,
  appdiv2d|A.D.3d=appdiv3d|A.E.C.|A.F.T.R. (P-H)|A.F.T.R. (RIA)=aftr,phtcmemo|A.F.T.R.2d (RIA)=aftr2d|
  A.K. Marsh.=kyakmarsh,mar,marrep,marshak|A.L.R.|A.L.R. 2d|A.L.R. 3d|A.L.R. 4th|A.L.R. 5th|A.L.R. 6th|A.L.R. Fed.|
  A.L.R. Fed. 2d|A.M.C.|AOA|Abb.=abbrep,abbus|Abb. Adm.|Abb. Ct. App.=abbctappdec|Abb. N. Cas.=abbnc,anc|
  Abb. Pr.=abbottpr,abbottpractcas,abbottprrep,abbottspracrep,abbottsprrep,abbprac,abbprrep|Abb. Pr. (n.s.)|Abbotts|
  Accom. Disabilities Dec. (CCH)|Add.|Adm. Rec.|Adv. S.|Agric. Dec.|Aik.=aikrep|Ala.=alans,alarep|Ala. 2d|Ala. App.|
  Alaska=alk|Alaska Fed.=afrep,alaskafedr,alaskafedrep|Alb. Law J.|Allen=allrep,massallen|Am. & Eng. R. Cas.|
  Am. Ann. Cas.|Am. B.R.|Am. B.R. (N.S.)|Am. Dec.=amd,amdecs|Am. Disabilities Cas. (BNA)=adcases|
  Am. Disabilities Dec.|Am. Law Reg.=amerlawreg|Am. Law Reg. (N.S.)=amerlawregns,amlregns|Am. Law T.=amlawtrep|
  Am. Law T. Rep. (N. S.)=amlawtns|Am. Law T. Rep. Bankr.=altbankr|Am. Law T. Rep. U.S. Cts.|Am. Law. Rec.|
  Am. Lead. Cas.=americanleadingcases,americanleadingcasesus,amlc,amlcas,amleadingcas|Am. Neg. Ca.|Am. Neg. Cas.|
  Am. Neg. Cases|Am. Rep.=amreports|Am. Ry. Rep.|Am. Samoa|Am. Samoa 2d|Am. Samoa 3d|Am. St. Rep.=amsr,amstr|
  Am. Tribal Law=tribal|Amer. L. Rev.=amerlawrev,amlawrev|Amer. Law J.=amlawj,amlawjus|Amer. Law J. (N. S.)=amlawjns|
  Amer. Law T. Rep.|Ant. N.P. Cas.=anth,anthonnpny|App. Com'r Pat.=appcommpat,appcompat,appcomrofpat,appcomrspat|
  App. D.C.|Ariz.|Ariz. Adv. Rep.|Ariz. App.|Arizona Cases Digest|Ark.=ak,arkrep|Ark. Adv. Op.|Ark. App'x|
  Ark. App.=akapp|Armstrong. Election Cases|Auto. Cas.=autocascch|Auto. Cas.2d=autocas2dcch|Av. Cas. (CCH)=avcas|
  B. Mon.=bmonrep,kybmon,monb,monroeb|B.C.A. (CCH)|B.R.|B.T.A.|B.T.A.M. (P-H)|BCA|BNA OSHC=oshcas,oshcasbna,oshcases,
  oshcasesbna|BNH|Backes|Bail.=bai,baill,baillsc,bailrep,sclbail|Bail. Eq.=baieq,baileqsc,baileych,baileyeq,
  sceqbaileq|Baldw.=bald,baldcc,baldwinsccusrep,baldwinsrep|Balt. C. Rep.|Balt. Law Trans.|Ban. & A.|
  Banking Rep. (BNA)|Bankr. Ct. Dec. (CRR)=bankrctdec,bcd|Bankr. Ct. Dec. (LRP)|Bankr. Ct. Rep.|
  Bankr. L. Rep.=bankrlrepcch|Bankr. Rep (St. Louis B.A.)|Barb.=barbrep,barbsc|Barb. Ch.=barbchny,barbchrep|Baxt.=bax,
  baxter,baxttenn|Bay=sclbay|Bayard's Notebook|Bedell|Bee|Beeler|Ben.|Ben. Rev. Bd. Serv. (MB)|Betts' Dec.=bettsccms,
  bettsdc,bettsdcms,bettsdcmss|Betts' Scr. Bk.|Bibb=bibbky,bibbrep,kybibb|Bigelow. Ins. Rep.=bigelowsinsurancereports|
  Binn.=bin,binnpa,binnrep,binrep|Biss.=bissell,bissusbissells|Black=blackr|Blackf.=blackfind,blackfrep|Bland|
  Blatchf.=bl,blatccr,blatch,blatchfcc,blatchfccrep,blatchfuscircct,blatchuscirct,blcc,blccr|Blatchf. & H.|
  Blatchf. Pr. Cas.=blatchfprizecas|Blue Sky L. Rep. (CCH)=blueskylrep|Blume Sup. Ct. Trans.|Blume Unrep. Op.=blumeop|
  Bond|Bosw.=bosworthsuperctrep|Boyce=delboyce|Bradf.=brad,bradford|Brayt.=braytonvt|Breese=illbreese|Brev.=brevrep,
  sclbrev|Brief Times Rptr.=btr|Brightly|Brock.=brockrep|Brown Adm.=brownsadm|Browne (Pa.)|
  Brunn. Coll. Cas.=bruncolcas,brunnercolcas|Buchanan=buch,buchan|Bur.=burnett,burnettwis,burrep|Burr's Trial|
  Bus. Franchise Guide (CCH)|Busb.=busbl,ncbusb|Busb. Eq.=busbeeeqnc,ncbusbeq|Bush=bushky,kybush|C.B.|C.C.A.=ccarep|
  C.C.L.J.=centrecolj|C.C.P.A.|C.M.A.|C.M.R.|CCH OSHD=oshd,oshdcch,oshdeccch|CJ C.A.R.|Cai. Cas.=cai,caicaserr,cain,
  caines,cainescas,cainesny,cainesrep,cainrep,nycaserr|Cai. R.|Cal.=calrep|Cal. 2d|Cal. 3d|Cal. 3d Spec. Trib Supp.|
  Cal. 4th|Cal. 4th CJP Supp.|Cal. 5th|Cal. 5th CJP Supp.|Cal. App.=calapprep|Cal. App. 2d|Cal. App. 3d|Cal. App. 4th|
  Cal. App. 5th|Cal. App. Supp.|Cal. App. Supp. 2d|Cal. App. Supp. 3d=calapp3dsupp|Cal. App. Supp. 4th=calapp4thsupp|
  Cal. App. Supp. 5th=calapp5thsupp|Cal. Bankr. Ct. Rep.|Cal. Comp. Cases=calcompcas|Cal. Dist. Ct.|Cal. I.A.C.|
  Cal. Law J.|Cal. Law J. & Lit. Rev.|Cal. Rptr.|Cal. Rptr. 2d|Cal. Rptr. 3d|Cal. Sup.=calsupcal,calsupp|
  Cal. Super. Ct.|Cal. Unrep.=calunrepcas|Cal. WCC|Call=callrep,callva,vacall|Cam. & Nor.=cam&n,nccam&nor,ncconf,
  ncconfrep|Can. Com. L. Guide (CCH)|Can. Tax Rep. (CCH)|Car. L. Rep.=carlawrepos,nccarlrep|
  Carpenter's Report of Burr's Trial|Cates.|Cent. Law J.|Chand.=chandl,chandwis|Charlton=charletga,charlr,charlt,
  charltonrep,charltons,charltonsrobtmrep,charltrm|Chase|Chase's Trial. Append.|Chem. Reg. Rep. (BNA)|
  Chest.=chestercorep|Chev.=cheves,cheveslsc,sclchev|Chev. Eq.=chevch,cheveseqsc,sceqcheveq|Chi. Law J.|
  Chi. Leg. News=chilegn|Chicago Bd. Options Ex. (CCH)|Chit. Cr. Law=chitcrimlaw,chitcrl|Cin. L. Bull.=cinclbul,
  cinlawbul,cinlawbull|Cin. Sup. Ct. Rep.=cinr,cinrep,cinscr,cinscrep,cinsuperohio|City Hall Rec. (NY)=cityhrec|
  Cl. Ch.=clarke,clarkech,clarkechny|Cl. Ct.|Clayton's Notebook|Cliff.|Codd. Dig.=coddingtonsdigest|Code Rep.|Coffey|
  Cold.=coldw,tenncold|Cole. & Cai. Cas.=c&c,col&cai,col&cainescasny,col&ccas,cole&cai,cole&ccas,colem&ccas|
  Cole. Cas.=cc,colcas,colcasny,colecaspr,colemcas|Collective Bargaining Negot. & Cont. (BNA)|Collier Bankr. Cas.=cbc|
  Collier Bankr. Cas. 2d=collierbankrcas2dmb,collierbankrcasmb|Colo.|Colo. App.|Colo. Bankr. Ct. Rep.|
  Colo. J.=coloradojournal|Colo. J. C.A.R.|Colo. L. Rep.=collawrep,collrep,cololawrep,color|Colo. N. P.|
  Comm. Fut. L. Rep.=commfutlrepcch|Commc'ns Reg. (P & F)|Communications Reg. (P&F)=commregp&f|
  Communications Reg. 2d (P&F)=commreg2dp&f|Comp. Gen.|Cong. Index(CCH)|Conn.=connrep|Conn. App.|Conn. Cir. Ct.|
  Conn. L. Rptr.|Conn. Super. Ct.=connsup,cscr,ctsup|Conn. Supp.|Conn. Surr.|Connoly=connolysurrep,connolysurrrep|
  Consumer Cred. Guide (CCH)|Consumer Prod. Safety Guide (CCH)|Cont. App. Dec. (CCH)|Cont. Cas. Fed.=contcasfedcch|
  Cooke=cooketenn,tenncooke|Coombs' Trial of Aaron Burr|Copy. L. Rep. (CCH)|Copyright L. Dec. (CCH)=coprldec|
  Copyright L. Rep. (CCH)|Cost Accounting Stand. Guide (CCH)|Cow.=cowny,cowrep|Cox. Manual Trade-Mark Cas.|Crabbe|
  Cranch=cra,cranchcc,cranchdc,cranchrep,cranchus,dccranch|Cranch, Pat. Dec.|Crim. L. Rep. (BNA)|Ct. Cl.=ccls,cclsr,
  courtcl,ctclr,ctclrep,ctclsr|Ct. Cust.=ctcustappls|Ct. Int'l Trade=cit|Curt.|Cush.=cushing,cushmass,cushrep|
  Cust. B. & Dec.|Cust. Ct.|D. Chip.=chip,chipd,chiprep,chipvt,dchipm,dchiprep,dchipvt|D. Haw.|D.A.R.|D.C.|D.C. App.|
  DJCAR|DNH|DSD|DTA|DTS|Daily Journal DAR|Daily L.N.=dailylegnewspa,dailylegpa,dailylr,dln|Daily Lab. Rep. (BNA)|
  Daily Wash. L. Rptr.|Dakota=dak|Dall.=dal,dallas,dallasrep,dallrep,dallsc,dalrep|Dallam=dallamdigtex,dalldig,
  dalltex|Daly=dalyny,dalysr|Dana=dan,danarep,kydana|Dane, Abr.|Davis. L. Ct. Cas.|Day.|Deady|Dec. Com. Pat.|
  Dec. Comm'r Pat.|Del.=delrep|Del. Cas.|Del. Ch.=delchrep|Del. Co.=delawarecoreports,delcorep|Dem. Sur.|
  Dem. Surr.=dem|Denio=den,deniorep|Des.=desaus,desauseq,desausrep,desrep,sceqdes|Des. Eq.|Dev.=devl,devnc,ncdev|
  Dev. & Bat.=dev&batlaw,dev&bl|Dev. & Bat. Eq.=dev&beq,ncdev&bateq|Dev. Eq.=deveqrep,ncdeveq|Dickinson=dicknj|Dill.|
  Disney (Ohio)=disr|Div.|Dominion Tax Cas. (CCH)|Doug.=douglmich,dougmich,dougrep|Dud.=dudlsc,dudsc,scldud|
  Dud. Eq.=dudch,dudeqsc,sceqdudeq|Dudley Rep.=dudleyga|Duer=duersuperctrep|Duv.=kyduv|E.A.D.|E.D. Pa.|E.D. Smith|
  E.H. Smith=ehsmiths,smithseh,smithsehreports|EEOC Compl. Man. (CCH)|ERC|ERC (BNA)|Edm. Sel. Cas.=edmond,edmselca,
  edmselcasny|Educ. L. Rep.=edlawrep|Edw. Ch.=edch,edcr,edw,edwchny,edwchrep,edwrep|Empl. Benefits Cas. (BNA)|
  Empl. Coordinator (RIA)|Empl. Prac. Dec. (CCH)=emplpracdec|Empl. Prac. Guide (CCH)|
  Empl. Safety & Health Guide (CCH)|Employee Benefits Cas. (BNA)=employeebenefitscas|Energy Mgmt. (CCH)=energymgt|
  Env't Rep. (BNA)|Env't Rep. Cas. (BNA)|Envtl. L. Rep. (Envtl. Law Inst.)=elr,envtllrep|Exempt Org. Rep. (CCH)|
  F.=fed,fedr,fedrep|F. App'x=fedappx|F. Cas.=fc,fedca,fedcas|F. Supp.|F. Supp. 2d|F. Supp. 3d=fs3d|F.2d=fedr2d,
  fedrep2d|F.3d=fedr3d,fedrep3d|F.4th=fedr4th,fedrep4th|F.C.C.|F.C.C.2d|F.L.R.A.|F.R.D.|F.T.C.|FCC Rcd|FCDR|FED App.|
  FERC|FLW Fed=flalweeklyfed|FMSHRC|FPSC|Fair Empl. Prac. Cas. (BNA)=fairemplpraccas,fairemplpracnewslbna|
  Fam. L. Rep. (BNA)|Fam. L. Tax Guide (CCH)|Fed. Audit Guide (CCH)|Fed. Banking L. Rep. (CCH)=fedbankinglrep|
  Fed. Carr. Cas. (CCH)=fedcarrcas|Fed. Carr. Rep. (CCH)|Fed. Cl.|Fed. Cont. Rep. (BNA)|
  Fed. Election Camp. Fin. Guide (CCH)|Fed. Energy Reg. Comm'n Rep. (CCH)|Fed. Est. & Gift Tax Rep. (CCH)|
  Fed. Ex. Tax Rep. (CCH)|Fed. Inc. Gift & Est. Tax'n (MB)|Fed. R. Serv.=fedrevidserv,fedrevidservcallaghan,
  fedrservcallaghan|Fed. R. Serv. 2d=fedrevidserv2d,fedrserv2dcallaghan|Fed. R. Serv. 2d (West)|
  Fed. R. Serv. 3d=fedrevidserv3d,fedrserv3dcallaghan,fedrserv3dwest|Fed. Sec. L. Rep. (CCH)=fedseclrep|
  Fed. Sent'g Rep=fedsentr|Fed. Tax Coordinator Second Series (RIA)|Fed. Tax Guide Rep. (CCH)|
  Fire & Casualty Cas.=fire&casualtycascch|Fish. Pat. Cas.|Fish. Pat. Rep.|Fish. Prize Cas.=fishprcas,fishprize|
  Fla.=flarep,flor,florida,floridarep|Fla. L. Weekly|Fla. L. Weekly Fed. B|Fla. L. Weekly Fed. C|
  Fla. L. Weekly Fed. D|Fla. L. Weekly Fed. S|Fla. L. Weekly Supp.=flalweeklys|Fla. Supp.=fls|Fla. Supp. 2d|
  Flip.=flippf|Food Drug Cosm. L. Rep. (CCH)|Foster|Free. Ch.=frch,frchy,freem,freemch,freemchmiss,freemmiss|
  Fulton County D. Rep.|G. & J.|G.D.R.|Ga.=gakelly,garep,supplga|Ga. App.|Ga. L. Rep.=galawreporter|Gall.=gallccr,
  gallison,gallisonsrep,gallrep|Georgia Decisions|Gibb. Surr.|Gibbons=gibbonsny|Gild.|Gill|Gilm.=gilman,gilmill,
  illgilm|Gilmer=gil,gilmerva,vagilmer|Gilp.|Goebel=goebelsrep,ohioprob,ohioprobct|Gov't Cont. Rep. (CCH)|
  Gov't Empl. Rel. Rep. (BNA)|Grant=gr,grantcas,grantcaspa,grantpa|Gratt.=grattva,vagratt|Gray=graymass,massgray|
  Greene=greenegiowa|Guam|Gummere|Gunby=gunbyla|H. & G.|H. & J.=har&j|H. & McH.|Hall=hallr,hallrep,hallsr,
  hallssupcourtrep,hallssupctr,hallsuperctrep|Hall, Law J.|Handy=han,hand,handyohio|Handy R.|Hard.=hardes,hardesty,
  hardin,hardinky,kyhard|Harp.=harpl,harplsc,sclharp|Harp. Eq.=harpeqsc,sceqharpeq|Harr. Ch.=har,harch,harchy,
  harrchmich,harrchr,harring,harringchmich,harrmich|Harrington|Hasb.|Hask.|Haskell C.C.|Haw.=hawaii,hawaiirep,hawrep|
  Haw. App.=hawaiiapp|Hawks=hawksnc,hawksrep,nchawks|Hay. & Haz.=havw&h,hayw&haz|Hayw.=hay,hayrep,haywnc,haywrep,
  haywtenn,nchayw,tennhayw|Hayw. & H.D.C.=hay&h|Haz. Reg. Pa.|Haz. U. S. Reg.=hazregus|Head=headtenn,tennhead|
  Heisk.=heisktenn,tennheisk|Hempst.=arkterrrep,hemp|Hen. & M.=h&m,h&mva,hen,hen&mun,vahen&m|Hill=hilllaw,hillny,
  sclhill|Hill & Den.=hill&densupp,hill&dsupp,lalor,lalorsupp|Hill Eq.=hillch,hillchrep,hilleqsc,sceqhilleq|
  Hilles' Notebook|Hilt.|Hoff.=hoffdec|Hoff. Ch.=hoffcha,hoffchrep,hoffm,hoffmchny,hoffny|Hoff. Land Cas.|Hoff. Op.|
  Holmes|Hopk. Ch.=hopkchrep|Hopk. Works.|Hosea's Rep.|Hous. & Dev. Rep. (RIA)|Houston=houst,houstoncriminal|How.|
  How. App. Cas.|How. N.P.=howellnp,hownpmich|How. Pr.=howprac,howpracny,howprrep,nyspectermr,nyspectermrep|
  How. Pr. (n.s.)|Howard=howardrep,misshoward|Howison|Hughes=hugh,hughes1877,kyhughes|Hum.=humph,humphrep,humrep,
  tennhum|Hun|Hunt Mer. Mag.|I. & N. Dec.=i&n,indec|I.C.C.|I.C.C.2d|I.E.R. Cas. (BNA)=bnaiercas,ier,iercas,iercases|
  I.R.B.|I.T.R.D. (BNA)=intltraderepbna,itrd|IRS Pos. (CCH)|Idaho=ida|Ill.=illrep|Ill. 2d|Ill. App.=illa,illapprep|
  Ill. App. 2d=illa2d|Ill. App. 3d=illa3d|Ill. C.C.|Ill. Cir. Ct.=illcirctrep|Ill. Ct. Cl.|Ill. Dec.=illdecs|
  Immigr. L. Serv. (West)|Ind.=indrep|Ind. App.|Ind. Cl. Comm.=indclcom|Ind. Dec.|Ind. L. Rep.|Indian Terr.=indt|
  Inher. Est. & Gift Tax Rep. (CCH)|Ins. L. Rep. (CCH)|Ins. L.J.=inslawj|Int'l Env't Rep. (BNA)|Int. Rev. Rec.|
  Interior Dec.|Iowa=ia,iowarep|Ired.=iredl,iredlaw,iredlawrep,iredlnc,ncired|Ired. Eq.=iredeqnc,iredeqrep,nciredeq|
  J.J. Marsh.=jjmar,jjmarshky,kyjjmarsh,marshjj|JTS|Jeff.=jefferson,jeffva|Johns.=john,johnrep,johnscterr,jrep|
  Johns. Cas.=johnscasny|Johns. Ch.=jch,johnschcas,johnschny,johnschrep|Jones=jonesl,jonesnc,ncjones|
  Jones & S.=jones&spencer,jonesandspencerssuperctrep|Jones Eq.=ncjoneseq|Jones Law|Jour. Fr. Inst.|Jour. Jur.|
  Juris P.R.|Just.|Kan.=kanrep,kans,kas|Kan. App.=kansapp|Kan. App. 2d|Kelly|Keyes|Kirby=kir,kirb|Kulp|Ky.=kyrep|
  Ky. App.|Ky. L. Rptr.=kenlre,kylawrep,kylr|Ky. L. Summ.|Ky. Op.=kenopin|L. Ed.=lawed,le,ledus,uslawed,usled|
  L. Ed. 2d=le2d,usled2d|L.R.A (N.S.)|L.R.A.|L.R.R.M. (BNA)=lrrm|LCR|La.=larep|La. Ann.=laannrep|La. App.=laa|
  La. Law J.|La.App. 1 Cir.|La.App. 2 Cir.|La.App. 3 Cir.|La.App. 4 Cir.|La.App. 5 Cir.|La.App. 6 Cir.|
  Lab. Arb. Awards (CCH)|Lab. Arb. Rep. (BNA)|Lab. Cas. (CCH)=labcas|Lab. L. Rep. (CCH)|Lab. Rel. Rep. (BNA)|
  Lack. L.N.=lackalegnews,lackleg,lacklegnewspa|Lack.Jur.=lacjur,lackjurist|Lanc. L. Rev.|Lans.|Lans. Ch.=lrep|
  Law & Eq. Rep.|Law J. Q.B.=ljqb|Law Rep.|Law Reporter|Law Times (N.S.)|Lea.|Leg. Int.=intelligencer,legalint,
  legalintel,legalintell,legalintelligencer,legintelorintell,philadelphialegint,philalegint|Leg. Op.=legopspa|
  Leg. Rec. Rep.=legrec|Legal Gaz.=leggaz,leggazrep|Lehigh=lehighvallawrep,lehighvallr,lehighvallrep,lehighvlr,
  lehvlrpa|Leigh=leighrep,leighva|Life. Cas. (CCH)|Life. Cas. 2d (CCH)|Liquor Cont. L. Rep. (CCH)|Liquor Tax Rep.|
  Litt.=kylitt,lit,litrep,littell,littellrep,littky,littrep|Litt. Sel. Cas.=kylitselcas,litselca,littselcasky|
  Liv. Law Mag.|Lock. Rev. Cas.|Low.=lowdec,lowdis,lowell|Luz. L.R.=luzlegreg,luzlegregrep|M.J.|M.S.P.B.|M.S.P.R.|
  M.T.C.A.|M.T.C.R.|MDBT|MDLR|ML|MP|MacA. Pat. Cas.=dcpatent,mcapatcas|MacArth.=dcmacarth,macar,macarthur|
  MacArth. & M.=dcmacarth&m,macar&m,macar&mackey,macarth&mdistcol,macarthur&m|Mackey=dcmackey|
  Mann. Unrep. Cas.=manningla,manningsuc,manningsunrepcases,manunrepcas|Mart.=martdec,martin,martinrep,martnc,martos,
  martrep,ncmart|Mart. & Yer.=m&y,m&yr,mart&y,mart&yerg,mart&ytenn|Mart. (N.S.)|Mart. O.S. (La.)|Marvel=marv,marvdel|
  Mason C.C.=mason,masonccr,masoncirctctr,masonr,masonus|Mass.=ma,masrep,massr,massrep|Mass. App. Ct.=maa,massapp|
  Mass. App. Dec.|Mass. App. Div.|Mass. App. Div. Adv. Sh.|Mass. L. Rptr.=masslawrep|Mass. Supp.|McAll.=mcal,mcallcal,
  mcallisteruscirccourtr|McCahon=mccah|McCanless|McCord=mccordrep,sclmccord|McCord Eq.=mccordch,mccordchrep,
  sclmccordeq|McCrary's Cir. Ct. Rpts=mccrary|McGl.=mcgloin|McGrath=mcgrdath|McLean|McMul.=mcmullsc,sclmcmul|
  McMul. Eq.=mcmuleqsc,sclmcmullaneq|Md.=maryland,marylandrep,mdrep|Md. App.|Md. Ch.|Md. Law Rec.|Me.=mai,maine,
  mainerep|Med. Devices Rep. (CCH)|Media L. Rep. (BNA)=medialrep|Medicare & Medicaid Guide (CCH)=med&medgdcch|
  Meigs=tennmeigs|Met.=kymet,massmet,metc,metcky,metcmass,metcrep,metrep|Mich.=michrep|Mich. App.=michctapp|
  Mich. Ct. Cl.|Mich. Lawy.|Mich. N.P.=michnpr|Mich. Pr.|Miles|Mill=const,constrep,constsc,millconst,millconstsc,
  sclmill|Miller's Notebook|Mills Surr.=mills|Minn.=minnrep|Minor=minorala|Misc.=miscrep|Misc. 2d|Misc. 3d|Miss.=mis,
  misrep,missr,missrep|Miss. Dec.|Mo.=morep|Mo. App.=moapprep|Monag.=mona,monaghan,monaghanpa|Mont.=mt,statereptr|
  Montg.=montgclr,montgco,montgcolawrepr,montgcolr,montgcolrep,montgcolrepr,montgcolrpa,montglrep,montgpa|Month. Jur.|
  Month. West. Jur.|Morr. Min. Rep.=morminrep,morrminr,morrmr|Morr. St. Cas.=morrisstcas,morstca,morstcas|
  Morris=moria,morr|Munf.=munfrep|Mur.=murph,murphnc,murphrep,murrep,ncmur|Mut. Funds Guide (CCH)|Myrick|
  N. Chip.=chipn,nchipm,nchipvt|N. Mar. I.|N. Mar. I. Commw.=nmaricommwrptr|N. Y. City H. Rec.|
  N.B.R. (Supp.)=bankrregsupp|N.C.=ncrep|N.C. App.|N.D.|N.E.=nerep,noeastrep|N.E.2d|N.E.3d|N.H.=nhr,nhrep|N.J.|
  N.J. (Manumission)=blmneg,bloomman,bloommannegcas,manum,manumcas|N.J. Admin.|N.J. Admin. 2d|N.J. Eq.|N.J. Law J.|
  N.J. Misc.=njm|N.J. Super.=njs|N.J. Tax=njtaxct|N.J.L.=njlaw|N.J.L.J.|N.L.R.B.=nlrbdeccch|N.M.|
  N.M. (G.)=gildersleevenmex|N.M. (J.)=nmjohn|N.M. Ct. App.|N.M. St. B. Bull.|N.M.B.|N.R.C.|N.T.S.B.|N.W.=northwrep,
  nowestrep,nwrep|N.W.2d=nw2nd|N.W.3d|N.Y.=nynys,nyrep|N.Y. Ann. Cas.=nyannca,nyannocas|N.Y. Ch. Ann.=nychrann|
  N.Y. City Ct. Rep.|N.Y. Civ. Proc. R.=civilprocr,civprocns,civprocr,nycivprocrep|N.Y. Civ. Proc. R.,
   (N.S.)=nycivprocrepns|N.Y. Crim.=nycrimr,nycrimrep,nycrrep|N.Y. Leg. Obs.=nylegalobserver,nylegob|
  N.Y. Proc. Ct. Ass.|N.Y. St. Rep.=nystr,nystrepr,nystrptr,sr|N.Y. Sup. Ct.=nysuprct,nysuprmct|N.Y. Super. Ct.|
  N.Y.2d|N.Y.3d|N.Y.L.J.=nylawj|N.Y.S.=newyorksupp,newyorksupplement,nysupp,nysupplement|N.Y.S.2d|N.Y.S.3d|
  N.Y.S.E. Guide (CCH)|NCA|NCBC|NDLR=ndlrlrp|NY Slip Op|Nat. Bank. Reg.=bkreg,natbankrreg,nbkptr,nbkptreg,nbkr,nbr|
  Navajo Rptr.|Neb.|Neb. (Unof.)=nebunoff|Neb. Ct. App.=nebapp,nebappr,nebca|Neg. Cas. (CCH)|Neg. Cas. 2d (CCH)|Nev.|
  Nev. Adv. Op. No.=nevadop,nevadvanceopinion,nevadvop|Nev. Adv. Rep.=nevadvancerep|Newb. Adm.=newb|
  Niles Reg.=nilereg|Northumb. L.J.=northumberlandcolegjour,northumberlandlj,northumblegalj|Nott & McC.=n&mc,
  nott&mcsc,sclnott&mcc|Nuclear Reg. Rep. (CCH)=nuclearregrep|O. Supp.=ohiosupp|O.B.A.J.|O.G.=offgaz,offgazpat,
  offgazpatoff,ogpatoff|O.R.W.|O.S.H. Rep. (BNA)|O.S.U.=ohiosu,ohiounreptcas,ohscd,oscd|
  OFCCP Fed. Cont. Compl. Man. (CCH)|OSHA Comp. Guide (CCH)|OSHC (BNA)|Ohio=ohiorep|Ohio App.=app,oapp,oar,oha,ohapp,
  ohioapprep|Ohio App. 2d=oapp2d,oar2d,oha2d,ohapp2d|Ohio App. 3d=oapp3d,oar3d,oha3d,ohapp3d|
  Ohio App. Unrep.=andersonsohioappcas|Ohio B.=obr,ohiobrep|Ohio C.A.=oca,ohioctapp|Ohio C.C.=jahn,ohcirct,ohioccr,
  ohiocrctr|Ohio C.C. (n.s.)=occns,ohcirctns,ohioccrns,ohiocirctns,ohiocirctrns|Ohio C.C. Dec.=occ|Ohio Ch.|
  Ohio Cir. Dec.=ocd,ohcirdec,ohiocd,ohiocdec|Ohio Dec.=od,ohdec,ohiodecrep|Ohio Dec. Reprint=odecrep,ohdecreprint|
  Ohio F. Dec.=ohiofd,ohiofeddec|Ohio Law Rep.=ohiolawr,ohiolr|Ohio Law. Abs.=abs,ohioabs,ohiolabs,ohiolawabst,
  ohiolawsabs,ola,olabs|Ohio Misc.=ohiomiscdec,omisc|Ohio Misc. 2d=omisc2d|Ohio N.P.=ohionisiprius,
  ohionisipriusdecisions,ohnp,onp|Ohio N.P. (n.s.)=ohionisipriusns,ohionisipriusreportsns,ohnpns,onpns|
  Ohio Op.=ohioops,oo|Ohio Op. 2d=oo2d|Ohio Op. 3d=oo3d|Ohio St.=ohiostate,ohiostrep,ohst,os|Ohio St. (N.S.)|
  Ohio St. 2d=os2d|Ohio St. 3d=os3d|Oil & Gas Rep.=oil&gas,oil&gasreptr,oil&gasrptr|Okl Jud.=okjud|Okla.=okl|
  Okla. Crim.=ocr,oklacr,oklacrimrep,oklacrrep,oklcr|Okla. Trib.|Olcott=olc|Oliver's Forms|Op. Att'y Gen.|Op. O.L.C.|
  Ops.Cal.Atty.Gen.|Or.=ore,oreg|Or. App.=ora,oreapp|Or. Tax=otr,otrmd|Otto|Overt.=tennovert|P.=pacific,pacificrep,
  pacr,pacrep,prep|P.2d=p2,p2nd,pac2,pac2d|P.3d=p3|P.C.L.J.|P.H.|P.L.R.=paclawrep,paclawreptr,plrep|P.O.R.|
  P.R. Dec.=dpr|P.R. Fed.=prfedrep|P.R. Offic. Trans.|P.R. Sent.|P.R.R.=puertorico|P.U.R.|P.U.R. (N.S.)|P.U.R.3d|
  P.U.R.4th=pubutilrep4th|Pa.=parep,past,pastate,pennrep,pennst,pennstr,psr|Pa. (Admiralty)|Pa. C.=pacc,pacoct,
  pacoctr,pacoctrep,pacountyct,pcr,penncoctrep|Pa. Commw.=pacmwlth,pacommonwealthct,pacommwct|Pa. Corp.=pacorpr,
  pacorprep|Pa. D.=distrep,padist,padistr,penndistrep|Pa. D. & C.=padist&co,padist&crep|Pa. D. & C.2d|Pa. D. & C.3d|
  Pa. D. & C.4th|Pa. D. & C.5th|Pa. Fid.|Pa. Just. L. Rep.|Pa. Super.=pas,pasuperct,pasuperiorct|
  Pac. Law Mag.=pacificlawmag,plm|Paige Ch.=pai,paich,paige,paigechrep,paigerep|Paine|Park. Cr.=parkcrimr,parkcrimrep,
  parkcrrep,parkercr,parkercrcas,parkercrr,parkercrrep,parkerscrimr,parkerscrimrep,parkerscrr|Parsons|
  Pat. Trademark & Copyright J. (BNA)|Patton & Heath=p&h,pat&h,patt&h,patt&heathr,patt&hva,patton&h,patton&hva,pjr&h,
  vapatt&heath|Pears.|Peck=pecktenn,tennpeck|Pelt.|Pen. & W.=p&w,penr&w|Penn. Law J.=palawj,palawjrep,pennlawjour,
  pennlj|Penne.=penndel,pennew|Pennewill|Pennyp.=penny,pennyppa|Pens. & Ben. Rep. (BNA)=pens&benefitsrepbna|
  Pens. & Profit Sharing 2d (RIA)|Pens. Plan Guide (CCH)|
  Personal and Comm. Liab. Life Health & Accid. Ins. Cas. 2d (CCH)|Personnel Mgmt. (BNA)|Pet.=peters,petersrep,petrep,
  petsc|Pet. Adm.|Pet. C.C.=peterscc|Pet. Cir. C.R.|Phil. Eq.=ncphileq,phileqnc|Phil. Law=ncphillaw,philllnc,philnc|
  Phila.=philarep|Pick.=masspick,pickmass,pickrep|Pickle|Pin.=pinn|Pitts L.J.=pittlj,pittsblegj,pittsblegjos,
  pittsblegjpa,pittsblj,pittsblrev,pittsbrpa,pittsburghlegaljournal,pittsburghlegj,pittsburghlegjournal,pittslegj,
  pittslegjoor|Pitts. Rpts.=pittsr,pittsrep,pittsreppa|Port.=portala,porter,porterrep,portrep|Posey=poseysuc,poseyuc,
  poseyunrepcas,texunrepcas|Pow. Surr.=power|Prod. Liab. Rep. (CCH)|Prod. Safety & Liab. Rep. (BNA)|Pub. Lands Dec.|
  Quart. Law J.|R.I.|R.I. Dec.|RICO Bus. Disp. Guide (CCH)=ricobusdispguide|Rad. Reg.=radregp&f|Rad. Reg. 2d (P & F)|
  Rand.=randrep,varand|Rawle=parawle,raw,rawlerep|Read's Notebook|Rec. Co. Ch. (S.C.)|Rec. Co. Ct.|
  Rec. V.A. Ct. (R.I.)|Redf.|Rep. Cont. El.|Rep. Cont. Elect. Case.=repcontelectcas|Reporter,|Rice=ricelsc,sclrice|
  Rice Eq.=ricech,sceqriceeq|Rich.=richlawsc,richlsc,richrep,sclrich|Rich. Cas.=richcassc|Rich. Eq.=richeqch,
  richeqrep,sceqricheq|Ridgely's Notebook=ridgelysnotebooki|Ridgely's Notebook II|Ridgely's Notebook III|
  Ridgely's Notebook IV|Ridgely's Notebook V|Ril.=rileylsc,sclriley|Ril. Eq.=rileych,rileyeq,rileyeqsc,sceqril|
  Rob.=robertsonssuperctrep,robinson,robla,robva,varob|Robards=robard,robconscastex,robconsccas|Robb, Pat. Cas.|
  Robb.=robbins,robbnj|Robertson's Report of the Trial of Aaron Burr.|Rodney's Notes|Root|S. & M.=misss&m,misss&mch,
  s&mar,sm&m,smed&m,smedes&m,smedes&mmiss|S. Ct.=sctrep,supct,supctrep,suprctrep|S.C.=scar,scr,soc,socar,southcar|
  S.C. Eq.|S.C.D.C. (N.S.)|S.C.L.=sclmillconst|S.D.=sdak|S.E.=serep|S.E.2d|S.T.B.|S.W.=swrep,swseries|
  S.W.2d=sw2dseries,swsecondseries|S.W.3d|SCDB|SEC Accounting R. (CCH)|SEC Docket|SEC Jud. Dec.|Sadler=pacas,sadl,
  sadlerpa,sadpacas,sadpacs|San Fran. Law J.|Sand. Ch.=sandchrep,sandchy,sandfch,sandfchny,sandfchy|
  Sandf.=sandfordsuperctrep,sandfrep|Sarat. Ch. Sent.=chsent,chsentny,nychsent,sarchsen|Sawy.=saw,sawyercirct,
  sawyerusctrep|Scam.=illscam,scamrep|Sch. Reg.=schuyreg|Sec. & Fed. Corp. L. Rep. (West)|Sec. Reg. & L. Rep. (BNA)|
  Secured Transactions Guide (CCH)|Seld. Notes|Serg. & Rawle=serg&r,serg&raw,serg&rawl|Shan.|Shan. Cas.=tenncas|
  Shipping Reg. (P & F)|Sickels=sick|Sil. (Sup. Ct.)=silvernail|Silv. Ct. App.|Silv. Sup.|Smith & H.=smith,smithtenn,
  smithtn|Smith (N. H.)=smithsnhreports|Sneed=kendec,kysneed,sneeddec,sneedky,tennsneed|So.=sorep,soreporter,sou,
  sourep,south,southrep|So. 2d=s2nd,so2dseries,so2nd,so2ndseries,sorep2d,sou2nd,south2d|So. 3d=sorep3d,south3d|
  Soc. Sec. Rep. (CCH)|Som. L.J.=som,somersetlj,somlegjpa|Speers=sclspeers,speerslsc|Speers Eq.=sceqspeerseq,spch,
  spearch,speareq,spearseq,speerseqsc|Sprague=spr|St. & Loc. Tax Serv. (RIA)|St. Tax Guide (CCH)|St. Tax Rep. (CCH)|
  Stand. Fed. Tax Rep. (CCH)|State Rptr.=montstrep|Stew.=stewart,stewrep|Stew. & P.|Stock.=bstockton|Storey=sto,
  storep|Story=storyrep|Strob.=sclstrob,strobhlsc|Strob. Eq.=sceqstrobeq,strobeqsc|Sumn.=sum,sumnrep|
  Super. Ct. (R.I.)|Super. Ct. Jud.|Swan=tennswan|Sweeny=sweeneysuperctrep|Syllabi|T.B. Mon.=kytbmonroe,montb,tbmonky|
  T.C.=tcat,tct,unitedstatestaxcourtreport,unitedstatestaxcourtreports|T.C. Memo.|T.C. No.|T.C. Summary Opinion|
  T.C.A.|T.C.M.=tcmcch,tcmph|T.C.M. (RIA)=riatm|TNT|TSPR|Taney|Tapp. Rep.|Tax Ct. Mem. Dec. (CCH)=cchtaxctmem|
  Tax Ct. Rep. (CCH)|Tax Ct. Rep. Dec. (RIA)|Tax Treaties (CCH)|Tay.=nctay,tayjl,taylnc,taync|Taylor=nctaylor,nctermr,
  nctermrep,nctrep|Teiss.=laapporleans,teissier|Tenn.=ten,tennrep,tenrep|Tenn. App.|Tenn. Ch. App.=tennchanceryapp|
  Tenn. Ch. R.=coopchy,tennchancery|Tenn. Crim. App.|Tenn. Leg. Rep.=legrep|Terry=ter,terrep|Tex.=supptex,texas,
  texasrep,texrep,texsct|Tex. Civ. App.|Tex. Crim.=texascrimrep,texascrrep,texcr,texcrapp,texcrimrep,texcrr|
  Tex. Ct. App.=texctappr|Tex. L. R.|Tex. Law J.|Tex. Sup. Ct. J.=texsupj|Tex.Bankr.Ct.Rep.|Thomp. & Cook|
  Thompson=thompcas,unreptenncas|Tiess.|Tiffany=tiff|Trade Cas. (CCH)=tradecas,tradecases|Trade Reg. Rep. (CCH)|
  Trans. App.|Tread.=scltread,treadconst,treadwayconstsc|Treas. Dec.|Treas. Dec. Int. Rev.|Tuck. & Cl.=dctuck&cl,tuck,
  tuck&c|Tuck. Surr.|Tyl.=tyler|Tyng=masstyng|U. S. Law J.|U.C.C. Rep. Serv. (West)=uccrepserv,uccrepservcallaghan|
  U.C.C. Rep. Serv. 2d (West)=uccrepserv2d,uccrepserv2dcallaghan|U.S.=usr,usrep,usscr,usscrep|U.S. (Apx.)=usappx|
  U.S. App. D.C.|U.S. Law Int.|U.S. Tax Cas. (CCH)=ustc|U.S. Tax Rep. (RIA)|U.S.L.W.|U.S.L.W. (BNA)|U.S.P.Q.|
  U.S.P.Q. (BNA)|U.S.P.Q. 2d (BNA)|U.S.P.Q.2d|USCMA|Unemployment Ins. Rep.=cchunemploymentinsrep,unemplinsrepcch,
  unemploymentinsrepcch|Union Lab. Rep. (BNA)|Utah|Utah 2d|Utah Adv. Rep.|Util. L. Rep. (CCH)=utillrep|V.I.|Va.=varep,
  virg|Va. App.|Va. Cas.|Va. Ch. Dec.=wythe,wythechva,wythesr,wythesrep,wytheva|Va. Cir.|Va. Col. Dec.|Va. Dec.|
  Va. Law J.=virlj|Va. Law Rep.|Van Ness|Vaux|Vet. App.|Vroom=vroomnj|Vroom (G.D.W)|Vroom (P.D.)|Vt.=verm,vermrep,
  vtrep|Vt. Super.|W. Va.=westva,wv|W.L.B.=ohiowlbull,weeklylawbulletin,weeklylawbulletinohio,weeklylbull,wlbull|
  W.L.J.=westlawj|W.L.M.=westlawmonth,wlmonthly|W.N.C.=wklync,wklynotescas,wklynotescaspa,wncpa|W.W. Harr.=harrrep,
  wwh,wwharrdel|Wage & Hour Cas. (BNA)=wage&hourcas|Wage & Hour Cas.2d (BNA)=wage&hourcas2d|
  Wage Hour & Leave Rep. (BNA)|Walk.=walkpa|Walk. Ch.|Walker=misswalker,walkmiss|Wall.=wallacer,wallcc,wallcirct,
  wallrep,wallsc|Wall. Jr.=wallacejrrept,walljrcc|Wall. Jr. Append.|Ware|Wash.=vawash,washst,washva,wn,wst|
  Wash. 2d=wa2d,wn2d|Wash. 3d=wa3d,wn3d|Wash. App.=waa,wapp,wnapp|Wash. App. 2d=wnapp2d|Wash. C. C.=washccrep|
  Wash. Co.=washcopa,washcor,washcorep,washcorepr|Wash. Terr.=washt,washter,washterns,washty,wnterr,wt,wtyr|
  Watts=wattspa,wattsrep|Watts & Serg.=w&s,watts&s|Week. Law Gaz.=wklylawgaz,wklylawgazno|Week. No.=weeknotescas|
  Wells' Notebook|Wend.=wendell,wendellrep,wendny,wendrep|West Coast Rep.=westcorep|West. Jur.|Whart.=wh,whar,wharrep,
  wharton,whartpa,whartrep,whrep|Whart. Hom.|Whart. St. Tr.|Wheat.=wheaton,wheatonrep,wheatrep|
  Wheel. Cr. Cas.=wheelercrcas,wheelercrimcas|White & W.=texaciv,texacivcas,texapp,texcc,texcivcas,texctappdecciv,w&w,
  white&wcivcasctapp,white&wtex,wi&will|Will.=masswill,williams,willmass|Willson=willsonrep|Wilson=wilsind,wilsminn,
  wilsoreg,wilssuperind|Wilson's Red Book|Win.|Wis.=wisrep,wr|Wis. 2d|Wkly. Dig.=nywklydig|Woodb. & M.=wood&minot|
  Woods=woodscc|Woolw.=wool,woolworth,woolworthscirctr,woolwrep|Wright|Wyo.|Yates Sel. Cas.=yates,yatesselcasny|
  Yeates=yea,yeatesrep|Yer.=tennyer,yerg,yergrep,yergtenn,yerrep|York=yorklegalrecord,yorklegrec,yorklegrecord,
  yorklegrecpa|Am. Negl. Cas.|Bailey|Bailey Rep.|Black. Rep.|Cal. App. 2d Supp.|Cl.R.|Col.|D.& B.|Dev.& B.|Dev. Rep.|
  Dud.L.|Gildersleeve|Gildr.|Harper|Harr.|Hayw. & H.|Hill Rep.|Hill S.C.|How. Rep.|H. Rep.|Ired. Rep.|Johns.(N.Y.)|
  Johnson|Johnson Rep.|Johns.Rep.|Marsh.|Marsh.(Ky.)|Marsh. Rep.|Mas.|Mass.(Cush.)|Min.|Min. Rep.|Mon.|Mon. Rep.|
  N.C. (Dev. & Bat.)|N.M. (Gild.)|Ohio Cir.Ct.|Okla. Rep.|Penn.|Phil.|Phill.|Phillips|Phill. Rep.|Phil. Rep.|P. R.|
  Riley|Rob. Rep.|Sp.|Spears|St. Rep.|Va.(Leigh)|V.R.|W.2d|Wa.|Wash. Rep.|Wy.`;

const keyOf = (written: string): string => written.replace(/[^A-Za-z0-9&]/g, '').toLowerCase();
const byKey = new Map<string, string>();
const named: [string, string][] = [];
for (const entry of REPORTERS.replace(/\n\s*/g, '').split('|')) {
  const [name = '', spellings = ''] = entry.split('=');
  named.push([keyOf(name), name]);
  for (const key of spellings.split(',')) if (key !== '') byKey.set(key, name);
}
for (const [key, name] of named) byKey.set(key, name);

/** Returns a reporter as The Bluebook writes it, or null. @param written in any spacing, with or without periods */
export const reporterOf = (written: string): string | null => byKey.get(keyOf(written)) ?? null;
