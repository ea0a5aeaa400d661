/** The first sign-in, recovery, and the invitation that a client opens here. */
const enrol = {
  enrol: {
    title: 'Your first sign-in',
    lead: 'The person who runs your practice’s server gave you a code. It is good for one use.',
    code: 'Enrolment code',
    name: 'Your name',
    nameHint: 'As colleagues and clients read it.',
    practice: 'Practice',
    practiceHint: 'Only the first member of a new practice names it. Leave it empty otherwise.',
    handle: 'Sign-in name',
    handleHint: '2 to 64 letters, digits, dots, dashes, underscores or @.',
    password: 'Password',
    passwordHint: 'At least 12 characters. Four or five unrelated words are good and easy to keep.',
    passwordShort: 'This is shorter than 12 characters.',
    again: 'Password, again',
    differs: 'The two passwords differ.',
    submit: 'Make my keys',
    have: 'I have an account already',
    kit: {
      title: 'Your recovery code',
      lead: 'These fifteen words are the only way back in if you forget your password. Nobody else has them: not the server, not your practice, not us. Write them down or print them, and keep them where you keep important papers.',
      qr: 'The same fifteen words as a QR code',
      print: 'Print',
      kept: 'I have kept them',
      for: (name: string) => `Afterglow recovery code of ${name}`,
    },
    check: {
      title: 'Type them back',
      lead: 'So that you know that you can. Case, commas and numbers do not matter.',
      words: 'The fifteen words',
      wrong: 'These are not the fifteen words. Please compare them one by one.',
      look: 'Look at them again',
      submit: 'Finish',
      newCode: 'Another enrolment code',
      newCodeHint: 'The first one was refused. With another one nothing else has to be done again.',
    },
  },

  recover: {
    title: 'A new password with your recovery code',
    lead: 'The fifteen words that you kept at your first sign-in open your keys again. Your clients notice nothing.',
    password: 'New password',
    submit: 'Set it and sign in',
    noCode: 'These are not fifteen words of a recovery code. Please compare them with your kit, one by one.',
    refused: 'The name and these words do not belong together.',
    second: 'The words were right. Your second factor is asked for as always.',
    after: 'All other browsers of yours are signed out. The fifteen words stay good: put them back where they were.',
    lost: 'I do not have the words either',
    lostText:
      'Then nobody can open this account again. Your clients’ phones hold everything: ask your practice for an enrolment code, begin anew, and invite your clients once more. What they share with you again is there again; your own notes are not.',
    back: 'Back to sign-in',
  },

  join: {
    title: 'An invitation for your phone',
    text: 'Your therapist invites you to share parts of your journal. Open the Afterglow app on your phone, choose “Join my therapist”, and scan the code or paste this page’s link there.',
    private: 'Nothing is shared by this alone: every entry starts private, and you choose each one.',
    qr: 'QR code of this invitation',
    copy: 'Copy the link',
    incomplete: 'This link is not complete. Ask your therapist for the code or the whole link.',
  },
};

export default enrol;
