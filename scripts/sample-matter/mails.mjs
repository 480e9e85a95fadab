/** Emails of the sample matter, as mail programs write them: CRLF, folded fields, base64 and quoted-printable. */

const HARLAN = 'Margaret Harlan <mharlan@harlanmaritime.example>';
const OKONKWO = 'Victor Okonkwo <vokonkwo@crestline.example>';
const PRUITT = '"Pruitt, Daniel R." <dpruitt@crestline.example>';
const WHITCOMB = 'Judith A. Whitcomb <jwhitcomb@whitcombsayles.example>';
const VASQUEZ = '"Dr. Elena Vasquez" <evasquez@baysidesurveyors.example>';
const CLERK = 'Rowan Clerk <rclerk@whitcombsayles.example>';

const crlf = (/** @type {string} */ text) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');
const base64 = (/** @type {Buffer} */ bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\n');

/** @param {{ from: string, to: string, cc?: string, subject: string, date: string, id: string }} head */
const fields = ({ from, to, cc, subject, date, id }) =>
  [
    `Received: from mail.example (mail.example [192.0.2.25]) by mx.example with ESMTPS; ${date}`,
    `Message-ID: <${id}@mail.example>`,
    `Date: ${date}`,
    `From: ${from}`,
    `To: ${to}`,
    ...(cc === undefined ? [] : [`Cc: ${cc}`]),
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
  ].join('\n');

/** @param {{ name: string, type: string, content: Buffer }[]} files */
const mixed = (/** @type {string} */ head, /** @type {string} */ text, files) =>
  crlf(
    [
      head,
      'Content-Type: multipart/mixed; boundary="=_sheet"',
      '',
      '--=_sheet',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      text,
      ...files.flatMap(({ name, type, content }) => [
        '--=_sheet',
        `Content-Type: ${type}; name="${name}"`,
        `Content-Disposition: attachment; filename="${name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        base64(content),
      ]),
      '--=_sheet--',
      '',
    ].join('\n'),
  );

export const schedule = () =>
  crlf(`${fields({
    from: PRUITT,
    to: HARLAN,
    cc: OKONKWO,
    subject: 'Nordkapp - revised schedule',
    date: 'Thu, 2 Nov 2023 16:12:40 -0400',
    id: 'cl-20231102',
  })}
Content-Type: text/plain; charset=us-ascii

Ms. Harlan,

The Nordkapp was diverted to Halifax because of weather. Delivery in Boston
will be a few days late, probably on November 13, 2023.

Daniel Pruitt
Crestline Logistics LLC
`);

/** @param {Buffer} report the surveyor's report, attached */
export const rejection = (report) =>
  mixed(
    fields({
      from: HARLAN,
      to: OKONKWO,
      cc: VASQUEZ,
      subject: 'Notice of rejection - 97 crates ex Nordkapp',
      date: 'Mon, 20 Nov 2023 09:05:11 -0500',
      id: 'hm-20231120',
    }),
    `Mr. Okonkwo,

Under Section 7.1 of the Master Supply Agreement of March 14, 2023 we reject
97 of the 412 crates delivered on November 13, 2023. Dr. Vasquez's report of
November 17, 2023 is attached. Please return the deposit of $186,500.00 by
December 4, 2023.

Margaret T. Harlan
`,
    [{ name: 'Survey summary.pdf', type: 'application/pdf', content: report }],
  );

export const reply = () =>
  crlf(`${fields({
    from: OKONKWO,
    to: HARLAN,
    subject: 'RE: Notice of rejection - 97 crates ex Nordkapp',
    date: 'Tue, 5 Dec 2023 18:47:02 -0500',
    id: 'cl-20231205',
  })}
Content-Type: multipart/alternative; boundary="=_two"

--=_two
Content-Type: text/plain; charset=us-ascii

We reject your rejection. Invoice No. CL-20331 for $22,400.00 is overdue.

--=_two
Content-Type: text/html; charset=us-ascii

<html><body><p>We <b>reject</b> your rejection.</p><p>Invoice No. CL-20331 for
<b>$22,400.00</b> is overdue.</p><p>Victor Okonkwo<br>Managing Member, Crestline Logistics LLC</p>
<script>document.title = 'never run';</script></body></html>
--=_two--
`);

/** Quoted-printable Latin-1, with an encoded subject. */
export const privileged = () =>
  crlf(`${fields({
    from: WHITCOMB,
    to: HARLAN,
    subject: '=?iso-8859-1?Q?Privileged=3A_statement_of_M=2E_Lef=E8vre?=',
    date: 'Wed, 10 Jan 2024 11:30:00 -0500',
    id: 'ws-20240110',
  })}
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Privileged and confidential

Margaret, Herv=E9 Lef=E8vre, the second officer of the Nordkapp, now lives in=
 Le Havre. He will give us a statement in February. In my view Midwest Mobil=
e Diagnostic Imaging v. Dynamics Corp. of America, 965 F. Supp. 1003 (W.D. M=
ich. 1997), helps us on rejection.

Judith
`);

/** @param {Buffer} log a Word document @param {Buffer} note a text that the notes folder also contains */
export const forwarded = (log, note) =>
  mixed(
    fields({
      from: CLERK,
      to: WHITCOMB,
      subject: 'Documents for production',
      date: 'Thu, 15 Aug 2024 08:20:33 -0400',
      id: 'ws-20240815',
    }),
    `Judith,

The privilege log and my telephone note of November 15, 2023 are attached.

Rowan
`,
    [
      {
        name: 'Privilege log.docx',
        type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        content: log,
      },
      { name: 'Telephone note.txt', type: 'text/plain', content: note },
    ],
  );
