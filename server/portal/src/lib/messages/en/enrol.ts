/** The texts of enrolment, recovery, and the page of an invitation that a client opens in a browser. */
const enrol = {
  enrol: {
    title: 'Your first sign-in',
    lead: 'The administrator of your practice gave you a code. It can be used once.',
    code: 'Enrolment code',
    name: 'Your name',
    nameHint: 'As colleagues and clients see it.',
    practice: 'Practice',
    practiceHint: 'Only for the first member of a new practice. Otherwise leave this empty.',
    handle: 'Sign-in name',
    handleHint: '2 to 64 letters, digits, dots, dashes, underscores or @.',
    password: 'Password',
    passwordHint: 'At least 12 characters. Four or five unrelated words are secure and easy to remember.',
    passwordShort: 'This is shorter than 12 characters.',
    again: 'Repeat password',
    differs: 'The two passwords differ.',
    submit: 'Create my keys',
    have: 'I already have an account',
    kit: {
      title: 'Your recovery code',
      lead: 'If you forget your password, these fifteen words are the only way to regain access. Nobody else has them: not the server, not your practice, not us. Write them down or print them, and keep them with your important papers.',
      qr: 'The same fifteen words as a QR code',
      print: 'Print',
      kept: 'I have saved them',
      for: (name: string) => `Afterglow recovery code for ${name}`,
    },
    check: {
      title: 'Confirm your recovery code',
      lead: 'Type the words to confirm that you have saved them. Case, commas and numbers do not matter.',
      words: 'The fifteen words',
      wrong: 'These are not the fifteen words. Please compare them one by one.',
      look: 'Show them again',
      submit: 'Finish',
      newCode: 'Another enrolment code',
      newCodeHint: 'The first one was rejected. With a new one you can continue where you left off.',
    },
  },

  recover: {
    title: 'Set a new password with your recovery code',
    lead: 'The fifteen words that you saved at your first sign-in unlock your keys. Nothing changes for your clients.',
    password: 'New password',
    submit: 'Set password and sign in',
    noCode: 'These are not the fifteen words of a recovery code. Please compare them with your copy, one by one.',
    refused: 'Wrong name or recovery code.',
    second: 'The words are correct. Enter your second factor as usual.',
    after: 'All your other browsers are signed out. The fifteen words stay valid, so keep them.',
    lost: 'I do not have the fifteen words either',
    lostText:
      'Then nobody can open this account again. Your clients still have everything on their phones. Ask your practice for a new enrolment code, create a new account and invite your clients again. You will see what they share with you again, but not your own notes.',
    back: 'Back to sign-in',
  },

  join: {
    title: 'An invitation for your phone',
    text: 'Your therapist invites you to share parts of your journal. Open the Afterglow app on your phone, choose “Join your therapist”, and scan the code or paste this page’s link there.',
    private: 'Joining alone shares nothing. Every entry starts private, and you choose which ones to share.',
    qr: 'QR code of this invitation',
    copy: 'Copy the link',
    incomplete: 'This link is incomplete. Ask your therapist for the code or the full link.',
  },
};

export default enrol;
