/** The court papers of the sample matter. People, companies and facts are invented; the cited cases are real. */

const CAPTION = `UNITED STATES DISTRICT COURT
DISTRICT OF MASSACHUSETTS

HARLAN MARITIME SUPPLY, INC., Plaintiff,
v.
CRESTLINE LOGISTICS LLC, Defendant.

Civil Action No. 1:24-cv-10417-PBS`;

export const complaint = [
  `${CAPTION}

COMPLAINT AND JURY DEMAND

Plaintiff Harlan Maritime Supply, Inc. ("Harlan"), by its attorneys Whitcomb & Sayles LLP, alleges the following against Defendant Crestline Logistics LLC ("Crestline").

THE PARTIES

1. Harlan is a Massachusetts corporation with its principal place of business at 41 Commercial Wharf, Gloucester, Massachusetts. Its president is Margaret T. Harlan.

2. Crestline is a limited liability company organized under the laws of Delaware with its principal place of business in Newark, New Jersey. Its managing member is Victor Okonkwo.

JURISDICTION AND VENUE

3. This Court has jurisdiction under 28 U.S.C. § 1332 because the parties are citizens of different states and the amount in controversy exceeds $75,000.

4. Venue is proper under 28 U.S.C. § 1391(b)(2).`,
  `FACTS

5. On March 14, 2023, Harlan and Crestline signed a Master Supply Agreement (the "Agreement") under which Crestline undertook to carry marine engine parts from Rotterdam to Boston.

6. Under Section 4.2 of the Agreement Harlan paid a deposit of $186,500.00 on April 3, 2023.

7. Crestline promised delivery of 412 crates no later than October 30, 2023. Time was stated to be of the essence.

8. On November 2, 2023, Crestline's operations manager, Daniel R. Pruitt, wrote to Harlan that the vessel Nordkapp had been diverted to Halifax and that delivery would be "a few days late."

9. The crates arrived on November 13, 2023. Of the 412 crates, 97 showed salt water damage.

10. On November 20, 2023, Harlan gave written notice of rejection for the damaged crates, as required by Section 7.1 of the Agreement.`,
  `11. Harlan engaged Dr. Elena Vasquez of Bayside Marine Surveyors, Inc. to inspect the goods. Dr. Vasquez reported on November 17, 2023 that the damage was caused by improper stowage on deck.

12. Harlan obtained substitute parts from Tidewater Engine Works Co. at a price of $241,870.35, which is $68,120.35 more than the price under the Agreement.

13. Crestline refused to return any part of the deposit. In a telephone call on November 15, 2023, Mr. Okonkwo stated that "salt water is your problem, not ours."

14. As a result Harlan lost a contract with the Port of Portland worth $320,000.`,
  `COUNT I
BREACH OF CONTRACT

15. Harlan repeats paragraphs 1 through 14.

16. The Agreement is a valid and binding contract. Harlan performed all of its obligations.

17. Crestline breached the Agreement by late delivery and by delivering damaged goods.

18. Harlan suffered damages of not less than $574,620.35.

COUNT II
NEGLIGENCE

19. Crestline owed Harlan a duty to stow the goods with reasonable care.

20. Crestline breached that duty by stowing 97 crates on an open deck in November.`,
  `PRAYER FOR RELIEF

WHEREFORE, Harlan asks this Court to:

(a) enter judgment against Crestline in the amount of $574,620.35;
(b) award interest, costs and attorneys' fees; and
(c) grant such other relief as is just.

JURY DEMAND

Harlan demands a trial by jury on all issues so triable.

Dated: February 20, 2024

Respectfully submitted,
HARLAN MARITIME SUPPLY, INC.
By its attorneys,

/s/ Judith A. Whitcomb
Judith A. Whitcomb (BBO No. 612345)
Whitcomb & Sayles LLP
200 State Street, Boston, MA 02109
(617) 555-0142
jwhitcomb@whitcombsayles.example`,
];

export const answer = [
  `${CAPTION}

ANSWER AND COUNTERCLAIM

Defendant Crestline Logistics LLC, by its attorneys Drummond Keane P.C., answers the Complaint as follows.

1. Crestline admits the allegations of paragraphs 1 and 2.

2. Crestline admits that it received $186,500.00 on April 3, 2023 and otherwise denies the allegations of paragraph 6.

3. Crestline denies that time was of the essence. Section 9.3 of the Agreement excuses delay caused by perils of the sea.

4. Crestline admits that Daniel R. Pruitt wrote to Harlan on November 2, 2023. The writing speaks for itself.`,
  `AFFIRMATIVE DEFENSES

First Defense. The Complaint fails to state a claim upon which relief can be granted. Bell Atl. Corp. v. Twombly, 550 U.S. 544, 570 (2007); Ashcroft v. Iqbal, 556 U.S. 662, 678 (2009).

Second Defense. Harlan failed to mitigate its damages.

Third Defense. Any liability is limited to $500 per package under the Carriage of Goods by Sea Act, 46 U.S.C. § 30701.

Fourth Defense. Harlan's notice of November 20, 2023 was not given within three days of delivery.`,
  `COUNTERCLAIM

5. Harlan owes Crestline demurrage of $22,400.00 for the period from November 14, 2023 to November 29, 2023, as invoiced on December 1, 2023 (Invoice No. CL-20331).

WHEREFORE, Crestline asks that the Complaint be dismissed and that judgment be entered on the Counterclaim in the amount of $22,400.00.

Dated: March 28, 2024

CRESTLINE LOGISTICS LLC
By its attorneys,

/s/ Samuel P. Drummond
Samuel P. Drummond
Drummond Keane P.C.
One Gateway Center, Newark, NJ 07102
sdrummond@drummondkeane.example`,
];

export const motion = [
  `${CAPTION}

PLAINTIFF'S MOTION TO COMPEL PRODUCTION OF DOCUMENTS

Plaintiff Harlan Maritime Supply, Inc. moves under Fed. R. Civ. P. 37(a) for an order compelling Crestline to produce the deck log of the vessel Nordkapp for the period from October 21, 2023 to November 13, 2023.

1. Harlan served its First Request for Production on May 6, 2024. Crestline's responses were due on June 5, 2024.

2. Crestline produced 214 pages on June 19, 2024 and withheld the deck log as attorney work product.`,
  `3. A deck log kept in the ordinary course is not prepared in anticipation of litigation. Hickman v. Taylor, 329 U.S. 495, 510-11 (1947). Nor is it a communication with counsel. Upjohn Co. v. United States, 449 U.S. 383, 395-96 (1981).

4. Counsel conferred by telephone on July 2, 2024 and could not agree.

Dated: July 9, 2024

/s/ Robert Sayles
Robert Sayles
Whitcomb & Sayles LLP`,
];

export const order = [
  `${CAPTION}

ORDER ON MOTION TO COMPEL

SARIS, D.J.

Upon consideration of Plaintiff's Motion to Compel (Docket No. 31) and Defendant's opposition (Docket No. 34), the motion is ALLOWED. The deck log is a business record. See Hickman v. Taylor, 329 U.S. 495 (1947).

Defendant shall produce the deck log by August 30, 2024 and shall pay Plaintiff's reasonable expenses in the amount of $3,150.00.

SO ORDERED.

Dated: August 12, 2024`,
];

export const memorandum = [
  `${CAPTION}

MEMORANDUM IN SUPPORT OF PLAINTIFF'S MOTION FOR PARTIAL SUMMARY JUDGMENT

INTRODUCTION

Crestline delivered late and delivered wet. Neither fact is disputed. Plaintiff asks for judgment on liability under Count I.

STANDARD OF REVIEW

Summary judgment is proper where there is no genuine dispute of material fact. Fed. R. Civ. P. 56(a); Celotex Corp. v. Catrett, 477 U.S. 317, 322-23 (1986). A dispute is genuine only if a reasonable jury could find for the nonmoving party. Anderson v. Liberty Lobby, Inc., 477 U.S. 242, 248 (1986).`,
  `ARGUMENT

I. CRESTLINE BREACHED THE AGREEMENT.

A contract is interpreted according to its plain terms. Seaco Ins. Co. v. Barbosa, 435 Mass. 772, 779 (2002). The Agreement required delivery by October 30, 2023. Delivery took place on November 13, 2023.

Daniel R. Pruitt testified on September 18, 2024 that he ordered the crates to be stowed on deck "because the hold was full." (Pruitt Dep. 47:3-12.)`,
  `II. THE PERILS OF THE SEA CLAUSE DOES NOT APPLY.

A carrier must show that the peril could not have been guarded against by the exercise of reasonable skill. The Giulia, 218 F. 744 (2d Cir. 1914). Rain and spray in the North Atlantic in November are ordinary. See also Thyssen, Inc. v. S/S Eurounity, 21 F.3d 533, 539 (2d Cir. 1994).

III. THE PACKAGE LIMITATION IS NO DEFENSE TO LIABILITY.

The limitation concerns the amount of damages and is reserved for trial.`,
  `CONCLUSION

For these reasons Plaintiff asks the Court to enter partial summary judgment.

Dated: October 15, 2024

Respectfully submitted,

/s/ Judith A. Whitcomb
Judith A. Whitcomb
Robert Sayles
Whitcomb & Sayles LLP
Attorneys for Harlan Maritime Supply, Inc.`,
];
