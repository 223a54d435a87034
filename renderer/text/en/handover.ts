/** Handover: passing one's open conversations on when leaving. */
export const handover = {
  title: {
    busy: 'You are busy. Hand over your conversations?',
    offline: 'You are leaving. Hand over your conversations?',
    signOut: 'You are signing out. Hand over your conversations?',
    quit: 'Pult is closing. Hand over your conversations?',
  },
  without: {
    off: 'Without a handover all conversations stay with you: reassignment is off.',
    allUncompleted:
      'Without a handover, in {{time}} those where the contact has the last word go to free colleagues: {{moving}} of {{total}}. The others stay with you.',
    onlyNew:
      'Without a handover, in {{time}} those nobody has answered yet go to free colleagues: {{moving}} of {{total}}. The others stay with you.',
  },
  notConnected: 'Not connected to the hub: nothing can be handed over now. You can leave all the same.',
  list: 'Your open conversations',
  to: 'To',
  chooseTarget: 'Choose who gets them',
  chosen: '{{chosen}} of {{total}} chosen',
  addNote: 'Note',
  noteFor: 'Note to the conversation with {{name}}',
  notePlaceholder: 'What the next one should know',
  answered: 'the contact is to answer',
  noneChosen: 'Choose at least one conversation.',
  nothing: 'You have no open conversations any more.',
  pass: {
    busy: 'Hand over and go busy',
    offline: 'Hand over and leave',
    signOut: 'Hand over and sign out',
    quit: 'Hand over and quit',
  },
  passing: 'Handing over',
  leave: {
    busy: 'Busy without handover',
    offline: 'Leave without handover',
    signOut: 'Sign out without handover',
    quit: 'Quit without handover',
  },
  stay: 'Stay',
  absent: {
    online: '{{name}}: the presence has just changed. Hand over all the same?',
    busy: '{{name}} is Busy now. The conversations will wait and may go to others in {{delay}}.',
    offline: '{{name}} is Offline now. The conversations will wait and may go to others in {{delay}}.',
    lost: '{{name}} has no connection now. The conversations will wait and may go to others in {{delay}}.',
  },
  anyway: 'Hand over anyway',
  partly: 'Handed over: {{done}}, not handed over: {{refused}}. Each conversation tells why.',
  refused: {
    limit: 'The receiver is at the conversation limit. Choose somebody else.',
    taken: 'Another operator has the conversation already.',
    changed: 'The conversation has changed meanwhile. Hand it over again.',
    closed: 'The conversation is closed already.',
  },
  done: 'Conversations handed over: {{name}}',
  doneToQueue: 'Conversations are back in the queue',
}
