/** Letters, forms and notes of the sample matter. Each scan is a list of pages, with the text that OCR must find. */

export const billOfLading = [
  `BILL OF LADING No. RTM-BOS-77821

Shipper: Van Houten Motoren B.V., Rotterdam
Consignee: Harlan Maritime Supply, Inc., Gloucester, Massachusetts
Carrier: Crestline Logistics LLC
Vessel: Nordkapp
Port of loading: Rotterdam
Port of discharge: Boston

412 crates of marine engine parts
Gross weight 61,800 kilograms
Declared value $587,300.00

Shipped on board October 12, 2023
Freight prepaid $31,275.00

Signed for the carrier: D. R. Pruitt`,
];

export const signedAgreement = [
  `MASTER SUPPLY AGREEMENT

This Agreement is made on March 14, 2023 between Harlan Maritime Supply, Inc. and Crestline Logistics LLC.

1. Carriage. Crestline will carry the goods described in Schedule A from Rotterdam to Boston.

2. Price. Harlan will pay $373,000.00 in two equal instalments.

3. Deposit. The first instalment of $186,500.00 is due within twenty days of signature.

4. Delivery. The goods will be delivered no later than October 30, 2023. Time is of the essence.`,
  `5. Stowage. All goods will be stowed below deck unless Harlan agrees otherwise in writing.

6. Inspection. Harlan may inspect the goods within seven days of arrival.

7. Rejection. Notice of rejection will be given in writing to the managing member of Crestline.

8. Delay. Neither party is liable for delay caused by perils of the sea.

9. Governing law. This Agreement is governed by the law of Massachusetts.`,
  `IN WITNESS WHEREOF the parties have signed this Agreement.

For Harlan Maritime Supply, Inc.

Margaret T. Harlan, President
Date: March 14, 2023

For Crestline Logistics LLC

Victor Okonkwo, Managing Member
Date: March 14, 2023`,
];

export const inspection = [
  `BAYSIDE MARINE SURVEYORS, INC.
12 Harbor Street, Salem, Massachusetts

INSPECTION REPORT No. 2023-1184

Date of inspection: November 16, 2023
Date of report: November 17, 2023
Surveyor: Dr. Elena Vasquez

1. I examined 412 crates at the Conley Terminal in Boston.

2. Of these, 97 crates showed white deposits and rust on the inner wrapping. Tests for chloride were positive.`,
  `3. The pattern of the damage shows that the crates stood on an open deck and were wetted by spray for several days.

4. Goods stowed in the hold of the same vessel were dry.

5. The cost of cleaning would exceed the value of the parts. I estimate the loss at $138,250.00.

Elena Vasquez
Surveyor`,
];

export const deliveryReceipt = [
  `DELIVERY RECEIPT

Conley Terminal, Boston
November 13, 2023

Received from Crestline Logistics LLC
412 crates ex Nordkapp
97 crates wet, wrapping torn

Received by: Thomas Brennan
Terminal foreman`,
];

export const handoverNote = [
  `Handover note, November 14, 2023

Crates 201 to 297 set aside in Shed 4.
Do not release before the survey.
Call Margaret Harlan at (978) 555-0117.

T. Brennan`,
];

export const fax = [
  `FAX

To: Victor Okonkwo, Crestline Logistics LLC
From: Margaret T. Harlan
Date: November 14, 2023
Pages: 2

Dear Mr. Okonkwo,

The Nordkapp arrived yesterday, two weeks late. Almost a quarter of the crates are wet. We have set them aside and asked for a survey.`,
  `We hold Crestline responsible for all losses and will send you formal notice as soon as the survey is complete.

Please tell us today where the crates were stowed.

Margaret T. Harlan
President
Harlan Maritime Supply, Inc.`,
];

export const check = [
  `HARLAN MARITIME SUPPLY, INC.
Check No. 10482
April 3, 2023

Pay to the order of Crestline Logistics LLC
$186,500.00
One hundred eighty-six thousand five hundred dollars

Cape Ann Savings Bank
Memo: deposit, Master Supply Agreement`,
];

export const coverLetter = `WHITCOMB & SAYLES LLP
200 State Street, Boston, MA 02109

January 22, 2024

By certified mail

Victor Okonkwo
Crestline Logistics LLC
Newark, New Jersey

Re: Harlan Maritime Supply, Inc. v. Crestline Logistics LLC

Dear Mr. Okonkwo:

We represent Harlan Maritime Supply, Inc. Unless we receive payment of $254,620.35 by February 15, 2024, we will file suit. The invoice of Tidewater Engine Works Co. is attached.

Very truly yours,
Judith A. Whitcomb`;

export const annex = `TIDEWATER ENGINE WORKS CO.
Norfolk, Virginia

INVOICE No. 5590
December 11, 2023

Sold to: Harlan Maritime Supply, Inc.

97 crates of marine engine parts
Total due $241,870.35

Payable within thirty days`;

export const settlementOffer = `CONFIDENTIAL SETTLEMENT COMMUNICATION
Subject to Fed. R. Evid. 408

Crestline Logistics LLC offers to pay $310,000.00 in full settlement of Civil Action No. 1:24-cv-10417-PBS. The offer is open until November 29, 2024.

Samuel P. Drummond
Drummond Keane P.C.`;

export const exhibitF = [
  `EXHIBIT F

Photograph log, Shed 4
November 16, 2023
Frames 1 to 36
E. Vasquez`,
];

export const telephoneNote = `Telephone note

November 15, 2023, 3:40 p.m.
Margaret Harlan called Victor Okonkwo at Crestline Logistics LLC, (973) 555-0160.

He says the crates were on deck because the hold was full. "Salt water is your problem, not ours." He will not return the deposit of $186,500.00.

R. Clerk
`;

/** A witness statement from Le Havre, saved as Windows-1252. */
export const statement = `Déclaration de Monsieur Hervé Lefèvre

Le Havre, le 9 février 2024

J’étais second officier à bord du Nordkapp en octobre 2023. À Rotterdam, M. Pruitt a demandé que les caisses restent « sur le pont, côté tribord ». J’ai noté mes réserves dans le journal de bord le 12 octobre 2023. Le coût de la bâche était de 1 200 €.

Hervé Lefèvre
`;

/** Saved as UTF-16 with a byte order mark, like "Unicode" in old versions of Notepad. */
export const chronology = `CHRONOLOGY
Harlan Maritime Supply, Inc. v. Crestline Logistics LLC

March 14, 2023 – Master Supply Agreement signed
April 3, 2023 – deposit of $186,500.00 paid
October 12, 2023 – goods shipped on board the Nordkapp
October 30, 2023 – delivery due
November 13, 2023 – delivery at Conley Terminal, Boston
November 17, 2023 – report of Dr. Elena Vasquez
November 20, 2023 – notice of rejection
February 20, 2024 – Complaint filed, No. 1:24-cv-10417-PBS
`;

export const deposition = `DEPOSITION OF DANIEL R. PRUITT
September 18, 2024, Boston, Massachusetts

Q. (By Ms. Whitcomb) Where were the crates on the Nordkapp?
A. Some in the hold. The rest on deck.
Q. Who decided that?
A. I did, because the hold was full.
Q. Did you ask Harlan Maritime?
A. No, ma'am.
Q. Did you tell Mr. Okonkwo?
A. I sent him an e-mail on October 11, 2023.
`;

/** Starts like an email but is not one: it lacks the fields that mail programs write. */
export const memo = `From: Robert Sayles
To: File
Date: August 13, 2024
Subject: Order on motion to compel

Judge Saris allowed our motion yesterday. Crestline must produce the deck log by August 30, 2024 and pay $3,150.00. See Upjohn Co. v. United States, 449 U.S. 383 (1981), which they relied on.
`;
