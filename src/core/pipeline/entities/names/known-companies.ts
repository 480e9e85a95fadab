// cspell:disable
/**
 * Large companies, banks, universities, unions and newspapers that documents name without a company form. A list of our
 * own, from general knowledge; names that are also surnames, places or ordinary words are left out.
 * In lower case, without accents and periods.
 */
const entries = (list: string): ReadonlySet<string> =>
  new Set(list.split(/\|\s*/).map((entry) => entry.trim()));

export const COMPANIES = entries(`
  3m|abbott laboratories|abbvie|accenture|activision blizzard|adobe|adp|advance auto parts|aecom|aegon|aetna|aflac|
  airbnb|airbus|akamai|alaska airlines|albertsons|alcoa|alibaba|allegheny energy|allstate|ally financial|alphabet|altria|
  amazon|ameren|american airlines|american electric power|american express|ameriprise|amerisourcebergen|ameritrade|amgen|
  amoco|amtrak|anadarko|anthem blue cross|aon|apache corporation|appaloosa|aquila|aramark|arco|arthur andersen|asarco|
  astrazeneca|at&t|audible|autozone|aviva|axa|bain capital|bank of america|bank of new york|bankers trust|barclays|
  barnes & noble|bayer|bb&t|bear stearns|becton dickinson|bed bath & beyond|bellsouth|bell atlantic|best buy|biogen|
  blackrock|blackstone|bloomberg|bnp paribas|boeing|bp|bristol myers squibb|broadcom|burlington northern|
  calpine|campbell soup|canadian pacific|capital one|cardinal health|cargill|carmax|carrefour|caterpillar|cbs|
  centerpoint energy|centex|centurylink|cerberus|charles schwab|chase manhattan|cheniere|chesapeake energy|chevron|
  chevrontexaco|chrysler|chubb|cigna|cisco|citadel|citibank|citicorp|citigroup|citizens bank|clorox|cms energy|cnbc|
  coca-cola|cognizant|colgate palmolive|comcast|comerica|commerzbank|conagra|conoco|conocophillips|consolidated edison|
  con edison|continental airlines|corning|costco|countrywide|cox communications|credit agricole|credit suisse|csx|
  cummins|cvs|daimlerchrysler|dell|deloitte|delta air lines|deutsche bank|deutsche telekom|devon energy|dhl|diageo|
  dish network|doordash|dow chemical|dow jones|dreamworks|dropbox|drexel burnham|dte energy|duke energy|dunkin donuts|
  dupont|dynegy|eastman kodak|ebay|edison international|edison mission|electronic arts|eli lilly|emerson electric|
  el paso natural gas|enbridge|encana|enron|entergy|equifax|equinix|ericsson|ernst & young|
  etrade|exelon|expedia|experian|exxon|exxonmobil|facebook|family dollar|fannie mae|fedex|fidelity investments|
  fifth third|firstenergy|fiserv|florida power & light|ford motor|fox news|freddie mac|freeport mcmoran|frito-lay|
  gannett|general dynamics|general electric|general mills|general motors|genentech|genworth|georgia-pacific|
  georgia power|gilead|glaxosmithkline|glencore|gmac|godaddy|goldman sachs|goodyear|google|greyhound|grubhub|gte|
  halliburton|harley-davidson|hasbro|hca|heinz|hertz|hewlett-packard|hilton hotels|hitachi|home depot|honeywell|
  household finance|houston lighting & power|hsbc|humana|huawei|hyundai|ibm|illinois tool works|ingersoll rand|instagram|
  intel|international paper|intuit|invesco|jc penney|jcpenney|jetblue|john deere|johnson & johnson|johnson controls|
  jp morgan|jpmorgan|jpmorgan chase|kaiser permanente|kbr|kellogg company|keycorp|kimberly-clark|kinder morgan|kmart|
  koch industries|kohlberg kravis roberts|kpmg|kraft foods|kroger|lazard|lehman brothers|lenovo|liberty mutual|linkedin|
  lloyds|lockheed martin|loews|long-term capital management|louis dreyfus|lowe's|lucent|lukoil|lyft|lyondell|macy's|
  marathon oil|marriott|massmutual|mastercard|mattel|mcdonald's|mcdonnell douglas|mcgraw-hill|mci|mci worldcom|mckesson|
  mckinsey|medtronic|merck|meritor|merrill lynch|metlife|metropolitan life|metro-goldwyn-mayer|micron technology|
  microsoft|midamerican|mirant|mitsubishi|mitsui|mobil oil|moderna|molson coors|mondelez|monsanto|moody's|morgan stanley|motorola|
  nabisco|nasdaq|nationsbank|nationstar|nationwide mutual|navistar|nbc|netflix|newmont|news corp|nextel|nextera|nike|niska|nissan|
  nokia|nordstrom|norfolk southern|northrop grumman|northwest airlines|northwestern mutual|novartis|nrg energy|nvidia|
  nynex|occidental petroleum|ocwen|office depot|officemax|ohio edison|oncor|oneok|oracle|pacific bell|pacific gas & electric|
  pacific gas and electric|pacificorp|paine webber|palantir|panenergy|paramount pictures|paychex|paypal|peabody energy|
  pepsico|pfizer|pg&e|pharmacia|philip morris|phillips petroleum|pitney bowes|pnc|polaroid|portland general|ppg|ppl|
  pricewaterhousecoopers|procter & gamble|progressive insurance|prudential|prudential-bache|prologis|
  public service electric|pulte|purdue pharma|pwc|qualcomm|quicken loans|qwest|raytheon|reddit|regeneron|
  reliant energy|reuters|rite aid|rjr nabisco|roche|rockwell|royal dutch shell|ryder|safeway|salesforce|salomon brothers|
  salomon smith barney|samsung|sanofi|santander|sap|sara lee|sbc|schlumberger|charles schwab|seagram|sempra|sempra energy|
  shell oil|sherwin-williams|siemens|simon property|sithe|skadden|snapchat|societe generale|softbank|solvay|sony|
  southern california edison|southern pacific|southwest airlines|spotify|sprint|standard & poor's|standard oil|starbucks|
  state farm|statoil|sun microsystems|suntrust|swiss re|sysco|t-mobile|takeda|target corporation|td ameritrade|
  telefonica|tenneco|tesco|tesla|texaco|texas instruments|textron|thomson reuters|tiaa|ticketmaster|tiktok|time warner|tivo|
  toshiba|tosco|toyota|transalta|transamerica|transcanada|transunion|transwestern|travelers|trw|twitter|txu|tyson foods|
  uber|ubs|unilever|union carbide|union pacific|unisys|united airlines|united technologies|unitedhealth|unitedhealthcare|
  unocal|us airways|us bank|us steel|usaa|vanguard group|verisign|verizon|viacom|vivendi|vmware|vodafone|volkswagen|
  volvo|wachovia|walgreens|wal-mart|walmart|walt disney|warner bros|warner-lambert|washington mutual|wells fargo|
  westinghouse|weyerhaeuser|whirlpool|whole foods|williams companies|wellpoint|western union|worldcom|xcel energy|xerox|
  yahoo|yamaha|yelp|youtube|zillow|zoom video|
  harvard|mit|princeton|stanford|cornell|dartmouth|caltech|ucla|georgetown|
  teamsters|afl-cio|united auto workers|united farm workers|united mine workers|
  wall street journal|new york times|washington post|los angeles times|usa today|associated press|chicago tribune|
  boston globe|san francisco chronicle|houston chronicle|dallas morning news|miami herald|financial times|time magazine|
  american bar association|american medical association|american civil liberties union|planned parenthood|red cross|
  salvation army|boy scouts|girl scouts|sierra club|ku klux klan|black lives matter|al qaeda|taliban|hamas|hezbollah|isis|
  democratic party|republican party|democratic national committee|republican national committee`);
// cspell:enable
