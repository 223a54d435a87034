/** A channel's settings. */
export const channels = {
  sections: 'Parts of the channel’s settings',
  section: {
    connection: 'Connection',
    receivers: 'Who answers',
    signature: 'Signature',
    links: 'Links',
    templates: 'Templates',
    deadLetters: 'Not processed',
  },
}
