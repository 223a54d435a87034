/** The panel beside the stream. */
export const contact = {}
