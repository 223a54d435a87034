/** Links of a channel with a question already written. */
export const links = {
  /** Of the protocol: the word in the braces. */
  variable: 'visit.number',
  text: 'A link brings the customer into the messenger, and you see where they came from. By the request number their first message is tied to the visit.',
  carries: {
    question: 'The customer finds the question already written.',
    number:
      'This messenger takes no text beforehand: the request number goes by itself when the customer presses “Start”.',
    nothing: 'The account of this channel has no public address, so its links lead nowhere yet.',
  },
  inquiries: 'Inquiries of the channel in all: {{count}}',
  empty: {
    title: 'No links yet',
    text: 'Make one for each place: the site, a mailing, a leaflet with a QR code.',
  },
  add: 'New link',
  visits: 'Visits: {{count}}',
  came: 'Inquiries: {{count}}',
  on: 'On',
  off: 'Off',
  copy: 'Copy',
  edit: 'Edit',
  remove: 'Delete',
  removeTitle: 'Delete the link “{{title}}”?',
  removeText: 'Its address stops working, and its visits and inquiries are counted no more. Conversations stay.',
  removeKeep: 'Keep',
  removed: 'Link deleted',
  saved: 'Link saved',
  back: 'To the list',
  title: 'Title',
  titleHint: 'Operators see it: “Leaflet, May”, for example',
  question: 'The customer’s question',
  questionHint: 'With the request number in it: {{variable}}',
  insert: 'Insert the request number',
  preview: 'The customer sends',
  isOn: 'The link works',
  isOnHint: 'While it is off its address leads nowhere.',
  problem: {
    required: 'Fill in this field',
    numberMissing:
      'Add {{variable}}: without the request number an inquiry cannot be tied to its visit, and the link is not saved.',
    unknownVariable: 'Only {{variable}} may stand in the question: nothing else is known of the customer yet.',
  },
}
